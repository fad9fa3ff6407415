/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelclaude.limits.ServiceLimits.Entry;
import io.github.camelclaude.limits.ServiceLimits.Kind;
import io.github.camelclaude.rate.Dimension;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceLimitsTest {

    private static final String OLDER = """
            {"data": [
              {"type": "rate_limit", "group_type": "model_group", "models": ["claude-opus-5"], "limits": [
                {"type": "requests_per_minute", "value": 4000},
                {"type": "input_tokens_per_minute", "value": 2000000},
                {"type": "output_tokens_per_minute", "value": 400000},
                {"type": "something_new_per_hour", "value": "?"}]},
              {"type": "rate_limit", "group_type": "batch", "models": null, "limits": [
                {"type": "requests_per_minute", "value": 1000}, {"type": "enqueued_batch_requests", "value": 200000}]},
              {"type": "rate_limit", "group_type": "token_count", "models": null, "limits": [
                {"type": "requests_per_minute", "value": 2000}]},
              {"type": "rate_limit", "group_type": "web_search", "models": null, "limits": [
                {"type": "requests_per_minute", "value": 30}]}],
             "next_page": null}
            """;
    private static final String NEWER_OF_WORKSPACE = """
            {"data": [
              {"type": "workspace_rate_limit", "rate_limit_id": "rl_1", "workspace_id": "wrkspc_1",
               "group": {"id": "rlg_1", "type": "model_group", "display_name": "Claude Opus 5"},
               "models": ["claude-opus-5"],
               "limits": [{"type": "requests_per_minute", "value": 100, "org_limit": 4000}]}],
             "next_page": null}
            """;

    @Test
    void the_answer_of_the_api_is_read_as_it_was_exported() throws IOException {
        assertThat(read(OLDER).entries())
                .containsExactly(
                        new Entry(
                                Optional.empty(),
                                Kind.MODELS,
                                List.of("claude-opus-5"),
                                Map.of(
                                        Dimension.REQUESTS, 4_000L,
                                        Dimension.INPUT_TOKENS, 2_000_000L,
                                        Dimension.OUTPUT_TOKENS, 400_000L)),
                        new Entry(
                                Optional.empty(),
                                Kind.BATCH,
                                List.of(),
                                Map.of(Dimension.REQUESTS, 1_000L, ServiceLimits.QUEUED_BATCH_ITEMS, 200_000L)),
                        new Entry(Optional.empty(), Kind.COUNT_TOKENS, List.of(), Map.of(Dimension.REQUESTS, 2_000L)));
    }

    @Test
    void several_answers_one_after_the_other_are_read_as_well() throws IOException {
        assertThat(read(OLDER + NEWER_OF_WORKSPACE).entries())
                .hasSize(4)
                .contains(new Entry(
                        Optional.of("wrkspc_1"),
                        Kind.MODELS,
                        List.of("claude-opus-5"),
                        Map.of(Dimension.REQUESTS, 100L)));
    }

    @Test
    void an_entry_that_does_not_name_its_workspace_takes_it_from_beside_the_data() throws IOException {
        String older = """
                {%s"data": [{"type": "workspace_rate_limit", "group_type": "model_group", "models": ["claude-opus-5"],
                  "limits": [{"type": "requests_per_minute", "value": 100}]}]}
                """;

        assertThat(read(older.formatted("\"workspace_id\": \"wrkspc_2\", ")).entries())
                .extracting(Entry::workspace)
                .containsExactly(Optional.of("wrkspc_2"));
        assertThatThrownBy(() -> read(older.formatted("")))
                .hasMessageContaining("part 1, data[0]")
                .hasMessageContaining("anthropic-version: 2026-10-21");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "1.5", "\"many\"", "null", "1e400", "99999999999999999999"})
    void a_value_that_makes_no_sense_is_named_with_its_place(String value) {
        assertThatThrownBy(() -> read("""
                        {"data": [{"type": "rate_limit", "group_type": "batch",
                          "limits": [{"type": "requests_per_minute", "value": 5}, {"type": "enqueued_batch_requests", "value": %s}]}]}
                        """.formatted(value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("limitsFile=limits.json")
                .hasMessageContaining("part 1, data[0].limits[1].value=")
                .hasMessageContaining("must be a whole number of at least 0")
                .hasMessageContaining("Export it again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "nonsense", "{\"data\": [", "[]", "{}", "{\"data\": 5}", "17"})
    void what_is_no_answer_of_the_api_is_refused_with_what_to_do(String content) {
        assertThatThrownBy(() -> read(content))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("limitsFile=limits.json")
                .hasMessageContaining("Export it again");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\": []}",
                "{\"data\": [{\"group_type\": \"model_groups\", \"models\": [\"claude-opus-5\"]}]}",
                "{\"data\": [{\"group_type\": \"model_group\", \"models\": [\"claude-opus-5\"]}]}"
            })
    void what_tells_no_limit_at_all_is_refused(String content) {
        assertThatThrownBy(() -> read(content))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "limitsFile=limits.json tells no limit of models, batches or counting tokens. Export it again");
    }

    @Test
    void an_exported_error_and_an_incomplete_export_say_so() {
        assertThatThrownBy(
                        () -> read("{\"type\":\"error\",\"error\":{\"type\":\"permission_error\",\"message\":\"x\"}}"))
                .hasMessageContaining("permission_error")
                .hasMessageContaining("Admin key");
        assertThatThrownBy(() -> read("{\"data\": [], \"next_page\": \"p2\"}"))
                .hasMessageContaining("next_page=\"p2\"");
    }

    @Test
    void models_that_share_limits_must_be_named() {
        assertThatThrownBy(
                        () -> read("{\"data\": [{\"group_type\": \"model_group\", \"models\": null, \"limits\": []}]}"))
                .hasMessageContaining("data[0].models=null")
                .hasMessageContaining("must list the models");
    }

    private static ServiceLimits read(String content) throws IOException {
        return ServiceLimits.read(
                new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)), "limitsFile=limits.json");
    }
}
