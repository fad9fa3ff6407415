/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import java.time.Instant;

/**
 * A model as the service lists it.
 *
 * @param id          the name to call it by
 * @param displayName the name to show
 * @param createdAt   when it came out
 */
public record ModelDescription(String id, String displayName, Instant createdAt) {}
