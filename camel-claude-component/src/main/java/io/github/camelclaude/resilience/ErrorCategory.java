/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.resilience;

/**
 * The coarse category of a failed call, under the names that Camel's AI components share, so that a route can react to
 * a failure without knowing which service it called. Set as the exchange property {@code CamelAiErrorCategory}.
 */
public enum ErrorCategory {
    RATE_LIMIT,
    SERVER_ERROR,
    VALIDATION,
    AUTH
}
