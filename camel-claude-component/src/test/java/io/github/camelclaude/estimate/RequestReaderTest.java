/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestReaderTest {

    private static final String PROSE = "Please sum up what the customer wants from us. ".repeat(20);

    @Test
    void system_tools_and_messages_all_count() {
        RequestContent content = RequestReader.read(Map.of(
                "system", PROSE,
                "tools",
                        List.of(Map.of(
                                "name", "find_order", "description", PROSE, "input_schema", Map.of("type", "object"))),
                "messages",
                        List.of(
                                Map.of("role", "user", "content", PROSE),
                                Map.of(
                                        "role",
                                        "assistant",
                                        "content",
                                        List.of(Map.of("type", "text", "text", PROSE))))));

        assertThat(content.amount(ContentClass.PROSE)).isEqualTo(4.0 * PROSE.length());
        assertThat(content.amount(ContentClass.JSON)).isBetween(60.0, 120.0);
        assertThat(content.amount(ContentClass.FRAME))
                .isEqualTo(RequestReader.PER_REQUEST + RequestReader.WITH_TOOLS + 2.0 * RequestReader.PER_MESSAGE);
        assertThat(content.isCacheMarked()).isFalse();
    }

    @Test
    void a_cache_mark_is_seen_wherever_it_stands() {
        Map<String, Object> mark = Map.of("type", "ephemeral");
        Map<String, Object> marked = Map.of("type", "text", "text", PROSE, "cache_control", mark);
        Map<String, Object> tool = Map.of("name", "x", "cache_control", mark);

        assertThat(RequestReader.read(Map.of("cache_control", mark)).isCacheMarked())
                .isTrue();
        assertThat(RequestReader.read(Map.of("system", List.of(marked))).isCacheMarked())
                .isTrue();
        assertThat(RequestReader.read(Map.of("tools", List.of(tool))).isCacheMarked())
                .isTrue();
        assertThat(read(marked).isCacheMarked()).isTrue();
        assertThat(read(Map.of("type", "text", "text", "cache_control")).isCacheMarked())
                .isFalse();
    }

    @Test
    void tool_results_and_documents_are_what_is_in_them() {
        RequestContent content = read(
                Map.of("type", "tool_result", "tool_use_id", "1", "content", PROSE),
                Map.of(
                        "type",
                        "tool_result",
                        "tool_use_id",
                        "2",
                        "content",
                        List.of(Map.of("type", "text", "text", PROSE))),
                Map.of("type", "document", "source", Map.of("type", "text", "media_type", "text/plain", "data", PROSE)),
                Map.of("type", "document", "source", Map.of("type", "content", "content", PROSE)));

        assertThat(content.amount(ContentClass.PROSE)).isEqualTo(4.0 * PROSE.length());
        assertThat(content.amount(ContentClass.MEDIA)).isZero();
    }

    @Test
    void blocks_of_unknown_types_and_shapes_count_as_structure_and_never_fail() {
        List<Object> strange = new ArrayList<>(Arrays.asList(
                null,
                17,
                true,
                "text",
                List.of(1, 2, 3),
                Map.of(),
                Map.of("type", 5),
                Map.of("type", "hologram", "depth", 3)));
        strange.add(new HashMap<>(Map.of("type", "text")));
        strange.add(Map.of("type", "image"));
        strange.add(Map.of("type", "document", "source", "nowhere"));

        assertThat(RequestReader.read(Map.of("messages", List.of(Map.of("role", "user", "content", strange))))
                        .amount(ContentClass.JSON))
                .isPositive();
        assertThat(RequestReader.read(Map.of("messages", "x", "tools", 7, "system", 3))
                        .amount(ContentClass.FRAME))
                .isPositive();
        assertThat(RequestReader.read(Map.of("messages", Arrays.asList(null, 5, "x")))
                        .amount(ContentClass.FRAME))
                .isPositive();
    }

    @Test
    void structure_without_end_comes_to_an_end() {
        Object nested = "x";
        for (int i = 0; i < 100_000; i++) {
            nested = List.of(nested);
        }

        assertThat(read(Map.of("type", "tool_use", "input", nested)).amount(ContentClass.JSON))
                .isPositive();
        assertThat(read(Map.of("type", "tool_result", "content", nested))).isNotNull();
    }

    private static RequestContent read(Object... blocks) {
        return RequestReader.read(Map.of("messages", List.of(Map.of("role", "user", "content", List.of(blocks)))));
    }
}
