/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

/**
 * How many input tokens a request has.
 *
 * @param inputTokens as the service counts them
 * @param simulated   whether a simulator counted them
 */
public record TokenCount(long inputTokens, boolean simulated) {}
