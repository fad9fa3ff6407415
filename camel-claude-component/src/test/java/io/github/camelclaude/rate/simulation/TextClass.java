/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

/** What a text is made of. How many tokens a character makes is hidden from the client, which sees the characters only. */
enum TextClass {
    PROSE(0.25),
    CODE(0.32),
    JSON(0.38),
    CHINESE(0.95),
    BASE64(0.62);

    private static final TextClass[] ALL = values();

    final double tokensPerCharacter;

    TextClass(double tokensPerCharacter) {
        this.tokensPerCharacter = tokensPerCharacter;
    }

    static TextClass[] all() {
        return ALL;
    }
}
