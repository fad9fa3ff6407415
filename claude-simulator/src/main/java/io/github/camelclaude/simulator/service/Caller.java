/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.service;

/**
 * Who calls.
 *
 * @param workspaceId the workspace that the key belongs to
 * @param admin whether it is an Admin key, which reads limits and creates no messages
 */
public record Caller(String workspaceId, boolean admin) {}
