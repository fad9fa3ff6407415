/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.observe;

/** What {@code claude:limits} does; names as in options. */
public enum LimitsAction {
    /** Tells how the limits stand. */
    picture,
    /** Tells why a call waited and how it ended. */
    explain,
    /** Tells what the prompt cache saves. */
    cache,
    /** The same as a table to read. */
    cacheTable
}
