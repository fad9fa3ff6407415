/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import java.time.Duration;

/**
 * How a call got to its answer.
 *
 * @param permitId names the permit of its last attempt, and its record; null if it went in a batch
 * @param waited   how long it waited for permits, or for its batch
 * @param attempts how many requests were made
 */
public record CallWay(String permitId, Duration waited, int attempts) {}
