/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The prompt cache, pure: prefixes are hashes and token counts, time is a parameter in nanoseconds since the epoch. */
package io.github.camelclaude.simulator.cache;
