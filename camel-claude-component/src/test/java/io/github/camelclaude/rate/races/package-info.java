/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Whether a limiter that several threads use behaves as if one operation followed the other. Interleavings come from seeds:
 * tools that rewrite classes to find them can't read records, or take a tenth of a second for each.
 */
package io.github.camelclaude.rate.races;
