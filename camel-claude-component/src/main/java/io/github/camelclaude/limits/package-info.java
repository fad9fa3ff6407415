/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Which limits there are and who says so: the configuration, an exported file, the Rate Limits API, response headers, the tier,
 * a careful guess. {@link io.github.camelclaude.limits.LimitSources} names the groups that a call draws on and sets them up,
 * {@link io.github.camelclaude.limits.RateLimitHeaders} reads responses. Pure: nothing here asks the service.
 */
package io.github.camelclaude.limits;
