/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import java.security.SecureRandom;

/** Names that nobody has given before: of letters and digits, with more than 128 bits of chance. */
public final class Nonce {

    static final int LENGTH = 22;

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final SecureRandom CHANCE = new SecureRandom();

    private Nonce() {}

    public static String next() {
        StringBuilder nonce = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            nonce.append(LETTERS.charAt(CHANCE.nextInt(LETTERS.length())));
        }
        return nonce.toString();
    }
}
