/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.prefix;

/** How many tokens the parts of a prompt probably are. */
public interface TokenMeasure {

    /** What comes with tools, whichever they are. */
    long anyTools();

    /** What comes with each turn. */
    long turn();

    /** A tool's definition, or other structure. */
    long structure(Object structure);

    /** A block of the system prompt or of a turn. */
    long block(Object block);
}
