/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

/** In which order the items of a batch are handed on. */
public enum ResultOrder {
    /** As the service tells them. */
    any,
    /** As they were handed in. */
    input
}
