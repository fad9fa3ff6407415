/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.prefix;

/** Three characters a token. */
final class RoughMeasure implements TokenMeasure {

    @Override
    public long anyTools() {
        return 300;
    }

    @Override
    public long turn() {
        return 4;
    }

    @Override
    public long structure(Object structure) {
        return String.valueOf(structure).length() / 3;
    }

    @Override
    public long block(Object block) {
        return String.valueOf(block).length() / 3;
    }
}
