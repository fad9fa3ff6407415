/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TextClassifierTest {

    @ParameterizedTest
    @EnumSource(names = {"PROSE", "FIGURES", "CODE", "JSON", "CJK", "OTHER_SCRIPT", "BASE64"})
    void a_text_of_one_class_is_recognised(ContentClass contentClass) {
        for (long seed = 1; seed <= 20; seed++) {
            String text = new Texts(seed).text(contentClass, 10_000);

            double share = RequestContent.of(text).amount(contentClass) / text.length();

            // Blanks and signs between other scripts belong to nobody in particular.
            assertThat(share)
                    .as("%s, seed %d", contentClass, seed)
                    .isGreaterThan(contentClass == ContentClass.OTHER_SCRIPT ? 0.8 : 0.95);
        }
    }

    @Test
    void a_mixed_text_is_taken_piece_by_piece() {
        Texts texts = new Texts(7);
        String text = texts.text(ContentClass.PROSE, 5_120)
                + texts.text(ContentClass.JSON, 5_120)
                + texts.text(ContentClass.BASE64, 5_120)
                + texts.text(ContentClass.CODE, 5_120)
                + texts.text(ContentClass.CJK, 5_120);

        RequestContent content = RequestContent.of(text);

        for (ContentClass contentClass : new ContentClass[] {
            ContentClass.PROSE, ContentClass.JSON, ContentClass.BASE64, ContentClass.CODE, ContentClass.CJK
        }) {
            assertThat(content.amount(contentClass)).as(contentClass.name()).isBetween(4_500.0, 5_700.0);
        }
    }

    @Test
    void words_of_two_scripts_in_one_sentence_are_both_counted() {
        RequestContent content = RequestContent.of("The invoice \u8ACB\u6C42\u66F8 is due");

        assertThat(content.amount(ContentClass.CJK)).isEqualTo(3);
        assertThat(content.amount(ContentClass.PROSE)).isEqualTo(19);
    }

    @Test
    void a_short_text_is_prose_unless_it_is_plainly_something_else() {
        for (String text :
                new String[] {"Hi", "What is 2 + 2?", "a", "\"No,\" he said.", "Call me (now)!", "0170 1234567"}) {
            assertThat(RequestContent.of(text).amount(ContentClass.PROSE))
                    .as(text)
                    .isEqualTo(text.length());
        }
        String json = "{\"id\":17,\"name\":\"x\",\"tags\":[\"a\",\"b\"]}";
        assertThat(RequestContent.of(json).amount(ContentClass.JSON)).isEqualTo(json.length());
        assertThat(RequestContent.of("").amount(ContentClass.PROSE)).isZero();
    }

    @Test
    void of_a_long_text_the_parts_stand_for_the_whole() {
        Texts texts = new Texts(3);
        String prose = texts.text(ContentClass.PROSE, 300_000);
        String json = texts.text(ContentClass.JSON, 100_000);

        RequestContent content = RequestContent.of(prose + json + prose);

        assertThat(content.amount(ContentClass.PROSE)).isBetween(580_000.0, 620_000.0);
        assertThat(content.amount(ContentClass.JSON)).isBetween(85_000.0, 115_000.0);
    }

    @Test
    void half_a_code_point_at_the_edge_of_a_piece_does_no_harm() {
        String text = "\uD83D\uDE00".repeat(2_000);

        assertThat(RequestContent.of("x" + text).amount(ContentClass.CJK)).isBetween(2_000.0, 2_010.0);
        assertThat(RequestContent.of("\uD83D".repeat(600)).amount(ContentClass.PROSE))
                .isGreaterThan(0);
    }
}
