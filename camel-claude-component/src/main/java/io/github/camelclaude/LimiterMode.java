/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

/** Whether calls are held to the limits; names as in options. */
public enum LimiterMode {
    /** Calls wait until they fit. */
    hold,
    /** Nothing waits, and what would have happened is told. */
    shadow,
    /** There is no limiter. */
    off
}
