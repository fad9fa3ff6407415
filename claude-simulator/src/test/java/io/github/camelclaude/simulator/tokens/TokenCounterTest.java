/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenCounterTest {

    @ParameterizedTest
    @CsvSource({
        "word, 1",
        "two words, 2",
        "internationalization, 4",
        "1234567, 3",
        "a-b, 3",
        "----, 1",
        "\u5ba2\u6237\u6295\u8bc9, 4",
        "\u041f\u0440\u0438\u0432\u0435\u0442, 3",
        "\ud83d\ude00\ud83d\ude00, 6",
    })
    void eachKindOfCharacterHasItsPrice(String text, long tokens) {
        assertThat(TokenCounter.count(text, false)).isEqualTo(tokens);
    }

    @Test
    void englishHasAboutFourCharactersToAToken() {
        String text =
                "The quick brown fox jumps over the lazy dog, and nobody knows why it does so every single time. ";
        double perToken = (double) text.length() / TokenCounter.count(text, false);
        assertThat(perToken).isBetween(3.5, 5.5);
    }

    @Property
    void aPrefixHasAtMostTheTokensAskedForAndEndsBetweenCodePoints(
            @ForAll String text, @ForAll @IntRange(max = 50) int tokens, @ForAll boolean dense) {
        int length = TokenCounter.prefixLength(text, tokens, dense);
        assertThat(TokenCounter.count(text.substring(0, length), dense)).isLessThanOrEqualTo(tokens);
        assertThat(length == text.length()
                        || length == 0
                        || !(Character.isHighSurrogate(text.charAt(length - 1))
                                && Character.isLowSurrogate(text.charAt(length))))
                .isTrue();
    }
}
