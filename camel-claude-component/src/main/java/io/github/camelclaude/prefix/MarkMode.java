/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.prefix;

/** Who sets the marks behind a prefix. */
public enum MarkMode {
    /** The planner, everywhere. */
    planned,
    /** The planner in the prefix, the service in the conversation behind it. */
    automatic,
    /** Nobody; the prefix only comes in front. */
    none
}
