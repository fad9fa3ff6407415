/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenEstimatorTest {

    @Test
    void nothing_is_nothing() {
        assertThat(TokenEstimator.estimate("")).isZero();
    }

    @Test
    void prose_is_about_a_third_of_its_characters() {
        assertThat(TokenEstimator.estimate("a".repeat(300))).isEqualTo(100);
    }

    @Test
    void an_ideograph_a_kana_or_an_emoji_is_more_than_a_token() {
        assertThat(TokenEstimator.estimate("信用")).isEqualTo(3);
        assertThat(TokenEstimator.estimate("ひらカナ")).isEqualTo(6);
        assertThat(TokenEstimator.estimate("한국")).isEqualTo(3);
        assertThat(TokenEstimator.estimate("😀😀")).isEqualTo(3);
    }
}
