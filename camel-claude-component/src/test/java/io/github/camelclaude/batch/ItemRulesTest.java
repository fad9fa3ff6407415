/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelclaude.batch.HandedIn.Reason;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found before it is paid for, with the items around it kept. */
class ItemRulesTest extends ItemTestSupport {

    private static final String GUIDE = guide();
    private static final String GOOD = "{\"id\":\"good\",\"text\":\"fine\"}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"id\":1|malformed|it is not JSON (column 8); each line has to be a JSON object",
                "{\"id\":1,\"id\":2}|malformed|it is not JSON (column 13); each line has to be a JSON object",
                "[1]|malformed|it is JSON, but no object; each line has to be a JSON object",
                "\"secret\"|malformed|it is JSON, but no object; each line has to be a JSON object",
                "null|malformed|it is JSON, but no object; each line has to be a JSON object",
                "{\"id\":1}|malformed|there is none of params, messages and text (option itemText) in it; it has to have one of them",
                "{}|malformed|there is none of params, messages and text (option itemText) in it; it has to have one of them",
                "{\"id\":1,\"text\":\" \\u200B\"}|malformed|text (option itemText) is blank; a prompt needs at least one character that can be seen",
                "{\"id\":1,\"text\":[\"secret\"]}|malformed|text (option itemText) is no text; for anything else use messages or params",
                "{\"custom_id\":\"1\",\"params\":\"secret\"}|malformed|params is no object; it has to be a request of the Messages API",
                "{\"text\":\"secret\"}|id|id (option itemId) is missing; each item needs an id of its own",
                "{\"id\":\" \",\"text\":\"secret\"}|id|id (option itemId) is blank; each item needs an id of its own",
                "{\"id\":true,\"text\":\"secret\"}|id|id (option itemId) is neither text nor a number; make it one of them",
                "{\"id\":1e999,\"text\":\"secret\"}|id|id (option itemId) is neither text nor a number; make it one of them",
                "{\"id\":\"a\\nb\",\"text\":\"secret\"}|id|id (option itemId) has control characters, such as line breaks; leave them out",
                "{\"messages\":[]}|id|id (option itemId) is missing; each item needs an id of its own",
                "{\"id\":\"1\",\"params\":{}}|id|custom_id is missing; each item needs an id of its own"
            })
    void a_line_that_is_no_item_is_told_from_its_neighbours(String line, Reason reason, String why) {
        List<HandedIn> items = lines(GOOD + "\n" + line + "\n" + GOOD);

        assertThat(ids(items)).containsExactly("good", "bad", "good");
        HandedIn.Bad bad = bad(items.get(1));
        assertThat(bad.message()).isEqualTo("Line 2: " + why);
        assertTheGuideHas(why);
        assertThat(bad.reason()).isEqualTo(reason);
        assertThat(bad.position()).isEqualTo(2);
        assertThat(bad.original()).isEqualTo(line);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"stream\":true|stream is not false, and a batch does not stream; leave it out",
                "\"stream\":\"false\"|stream is not false, and a batch does not stream; leave it out",
                "\"speed\":\"fast\"|speed can't be asked for in a batch; leave it out",
                "\"thread\":{}|thread can't be asked for in a batch; leave it out",
                "\"threads\":[]|threads can't be asked for in a batch; leave it out",
                "\"store\":false|store can't be asked for in a batch; leave it out",
                "\"previous_thread_event_id\":\"x\"|previous_thread_event_id can't be asked for in a batch; leave it out",
                "\"cache_hint\":1|cache_hint can't be asked for in a batch; leave it out",
                "\"context_hint\":1|context_hint can't be asked for in a batch; leave it out",
                "\"max_tokens\":0|max_tokens=0 has to be a whole number of at least 1",
                "\"max_tokens\":-5|max_tokens=-5 has to be a whole number of at least 1",
                "\"max_tokens\":1.5|max_tokens=1.5 has to be a whole number of at least 1",
                "\"max_tokens\":\"secret\"|max_tokens has to be a whole number of at least 1",
                "\"model\":\" \"|model has to be the name of a model",
                "\"model\":5|model has to be the name of a model",
                "\"temperature\":1.0|temperature is refused by version 2026-10-21 of the API; leave it out, or set anthropicVersion=2023-06-01",
                "\"top_p\":0.5|top_p is refused by version 2026-10-21 of the API; leave it out, or set anthropicVersion=2023-06-01",
                "\"top_k\":5|top_k is refused by version 2026-10-21 of the API; leave it out, or set anthropicVersion=2023-06-01"
            })
    void a_request_that_a_batch_can_not_take_is_refused(String field, String why) {
        String turns = "\"messages\":[{\"role\":\"user\",\"content\":\"secret\"}]";
        List<HandedIn> items = lines("{\"custom_id\":\"1\",\"params\":{" + turns + "," + field + "}}\n" + GOOD + "\n"
                + "{\"id\":\"2\"," + turns + "," + field + "}");

        assertThat(ids(items)).containsExactly("bad", "good", "bad");
        assertThat(bad(items.get(0)).message()).isEqualTo("Line 1: " + why);
        assertTheGuideHas(why);
        assertThat(bad(items.get(0)).callerId()).isEqualTo("1");
        assertThat(bad(items.get(2)).message()).isEqualTo("Line 3: " + why);
        assertThat(items)
                .filteredOn(HandedIn.Bad.class::isInstance)
                .allMatch(item -> bad(item).reason() == Reason.refused);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|there are no messages; there has to be at least one turn in it",
                "{\"messages\":null}|there are no messages; there has to be at least one turn in it",
                "{\"messages\":[]}|messages is empty; there has to be at least one turn in it",
                "{\"messages\":\"secret\"}|messages is no list; it has to be a list of turns",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"},{\"role\":\"user\"}]}|turn 2 of 2 in messages has to be an object with role and content",
                "{\"messages\":[\"secret\"]}|turn 1 of 1 in messages has to be an object with role and content"
            })
    void a_request_has_turns(String params, String why) {
        assertThat(bad(lines("{\"custom_id\":\"1\",\"params\":" + params + "}").get(0))
                        .message())
                .isEqualTo("Line 1: " + why);
        assertTheGuideHas(why);
    }

    /** The guide names one value, column or field of each kind. */
    private static void assertTheGuideHas(String why) {
        String kind = why.replaceAll(
                        "^(threads?|store|previous_thread_event_id|cache_hint|context_hint) can't", "speed can't")
                .replaceAll("^top_[pk] is", "temperature is")
                .replaceAll("column \\d+", "column 8")
                .replaceAll("max_tokens(=[-\\d.]+)? has", "max_tokens=0 has")
                .replaceAll("^custom_id is", "id (option itemId) is")
                .replaceAll("^turn \\d of \\d", "turn 2 of 2");
        assertThat(GUIDE).contains("`" + kind + "`");
    }

    private static String guide() {
        try {
            return Files.readString(Path.of("../docs/batches.adoc"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_model_and_a_longest_answer_have_to_be_there_and_an_unknown_model_may_be_new() {
        defaults.clear();
        assertThat(bad(lines(GOOD).get(0)).message())
                .isEqualTo("Line 1: there is no model; name one in the item, or set the option model");
        defaults.put("model", "claude-of-tomorrow");
        assertThat(bad(lines(GOOD).get(0)).message())
                .isEqualTo("Line 1: there is no max_tokens; say it in the item, or set the option maxTokens");
        defaults.put("max_tokens", 1L);
        assertThat(good(lines(GOOD).get(0)).params()).containsEntry("model", "claude-of-tomorrow");
    }

    @Test
    void what_goes_without_saying_is_left_out() {
        allowedFields = "messages";
        assertThat(good(lines("{\"id\":1,\"stream\":false,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}")
                                .get(0))
                        .params())
                .doesNotContainKey("stream");
    }

    @Test
    void an_older_version_of_the_api_takes_sampling_parameters() {
        sampling = true;
        assertThat(good(lines("{\"id\":1,\"temperature\":0.1,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}")
                                .get(0))
                        .params())
                .containsEntry("temperature", 0.1);
    }

    @Test
    void fields_that_the_endpoint_does_not_allow_are_refused_without_being_quoted() {
        allowedFields = "messages,max_tokens";
        assertThat(bad(lines(
                                        "{\"id\":1,\"system\":\"x\",\"secret\":1,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}")
                                .get(0))
                        .message())
                .isEqualTo("Line 1: it sets a field that is none of the API's, system, and allowRequestFields is"
                        + " max_tokens,messages; leave it out");
    }

    @Test
    void four_marks_for_the_cache_are_the_most_and_a_tool_may_have_a_field_of_that_name() {
        Map<String, Object> mark = Map.of("type", "ephemeral");
        Map<String, Object> text = Map.of("type", "text", "text", "x", "cache_control", mark);
        Map<String, Object> input = Map.of("cache_control", mark);
        Map<String, Object> use = Map.of("type", "tool_use", "input", input, "cache_control", mark);
        Map<String, Object> result = Map.of("type", "tool_result", "content", List.of(text));
        List<Object> turns = List.of(
                Map.of("role", "assistant", "content", List.of(use)),
                Map.of("role", "user", "content", List.of(result)));
        Map<String, Object> four = Map.of("messages", turns, "system", List.of(text), "cache_control", mark);
        Map<String, Object> five = Map.of(
                "messages",
                turns,
                "system",
                List.of(text),
                "cache_control",
                mark,
                "tools",
                List.of(Map.of("name", "t", "input_schema", input, "cache_control", mark)));

        List<HandedIn> items =
                read(List.of(Map.of("custom_id", "4", "params", four), Map.of("custom_id", "5", "params", five)));

        assertThat(ids(items)).containsExactly("4", "bad");
        assertThat(bad(items.get(1)).message())
                .isEqualTo("Element 2: it has 5 marks cache_control, and 4 are the most; leave some out");
    }

    @Test
    void a_row_with_other_columns_than_the_first_is_told_from_its_neighbours() {
        List<HandedIn> items = rows("id,text\n1,fine\n2,secret,too many\n3\n4,fine\n");

        assertThat(ids(items)).containsExactly("1", "bad", "bad", "4");
        assertThat(bad(items.get(1)).message())
                .isEqualTo(
                        "Row 2 (up to line 3): it has 3 columns and the first row has 2; put values with commas, quotes"
                                + " or line breaks in quotes");
        assertThat(bad(items.get(1)).original()).isEqualTo(List.of("2", "secret", "too many"));
        assertThat(bad(items.get(2)).position()).isEqualTo(3);
    }

    @Test
    void a_row_needs_its_id_and_a_text() {
        List<HandedIn> items = rows("id,text\n,secret\n2,\n");

        assertThat(bad(items.get(0)).message())
                .isEqualTo("Row 1 (up to line 2): id (option itemId) is blank; each item needs an id of its own");
        assertThat(bad(items.get(0)).original()).isEqualTo(Map.of("id", "", "text", "secret"));
        assertThat(bad(items.get(1)).message())
                .isEqualTo(
                        "Row 2 (up to line 3): text (option itemText) is blank; a prompt needs at least one character"
                                + " that can be seen");
        assertThat(bad(items.get(1)).callerId()).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "csv"})
    void bytes_that_are_not_utf8_spoil_their_own_item_only(String named) {
        format = ItemFormat.valueOf(named);
        String text = format == ItemFormat.csv
                ? "id,text\n1,fine\n2,na\u00efve\n3,fine\n"
                : "{\"id\":1,\"text\":\"fine\"}\n{\"id\":2,\"text\":\"na\u00efve\"}\n{\"id\":3,\"text\":\"fine\"}\n";

        List<HandedIn> items = read(text.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(ids(items)).containsExactly("1", "bad", "3");
        assertThat(bad(items.get(1)).message()).endsWith(": it is not in UTF-8; write it in UTF-8");
        assertThat(bad(items.get(1)).reason()).isEqualTo(Reason.malformed);
    }

    @Test
    void elements_that_are_nothing_are_told_from_their_neighbours() {
        List<HandedIn> items = read(Arrays.asList("fine", null, " ", new Object(), "fine"));

        assertThat(ids(items)).containsExactly("row-1", "bad", "bad", "bad", "row-5");
        assertThat(bad(items.get(1)).message()).isEqualTo("Element 2: it is null; leave it out");
        assertThat(bad(items.get(2)).message())
                .isEqualTo("Element 3: it is blank; a prompt needs at least one character that can be seen");
        assertThat(bad(items.get(3)).message())
                .startsWith("Element 4: A message body of type java.lang.Object can't become a prompt");
    }

    @Test
    void an_element_that_fails_when_it_is_read_spoils_no_other() {
        Map<String, Object> failing = new java.util.AbstractMap<>() {
            @Override
            public java.util.Set<Entry<String, Object>> entrySet() {
                throw new IllegalStateException("secret");
            }
        };

        List<HandedIn> items = read(List.of("fine", failing, "fine"));

        assertThat(ids(items)).containsExactly("row-1", "bad", "row-3");
        assertThat(bad(items.get(1)).message())
                .isEqualTo("Element 2: it can't be read (IllegalStateException); make it text or a plain map before");
    }

    @Test
    void json_that_is_nested_without_end_is_no_item_and_a_text_of_many_megabytes_is() {
        List<HandedIn> items =
                lines("{\"a\":".repeat(100_000) + "\n{\"id\":1,\"text\":\"" + "x".repeat(22_000_000) + "\"}");

        assertThat(bad(items.get(0)).message())
                .startsWith("Line 1: it is not JSON")
                .endsWith("has to be a JSON object");
        assertThat(ids(items)).containsExactly("bad", "1");
    }

    @Test
    void ids_that_come_twice_are_left_to_the_ledger() {
        assertThat(ids(lines(GOOD + "\n" + GOOD))).containsExactly("good", "good");
    }

    @Test
    void a_speed_of_the_endpoint_would_spoil_every_item() {
        defaults.put("speed", "fast");
        assertThatThrownBy(() -> lines(GOOD))
                .isInstanceOf(ClaudeInvalidRequestException.class)
                .hasMessage("The endpoint sets speed, which a batch does not take; leave it out. Nothing was sent");
    }

    @Test
    void no_message_quotes_a_prompt() {
        List<String> messages = new ArrayList<>();
        for (HandedIn item : lines("{\"id\":1,\"text\":[\"secret\"]}\n\"secret\"\nsecret\n{\"text\":\"secret\"}")) {
            messages.add(bad(item).message());
        }
        assertThat(messages).hasSize(4).noneMatch(message -> message.contains("secret"));
    }
}
