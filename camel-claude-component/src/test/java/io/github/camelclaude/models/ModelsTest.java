/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.RouteTestSupport;
import io.github.camelclaude.ScriptedClaude;
import io.github.camelclaude.resilience.ClaudeAuthenticationException;
import io.github.camelclaude.resilience.ClaudeRefusedException;
import io.github.camelclaude.simulator.ClaudeSimulator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelsTest extends RouteTestSupport {

    @BeforeEach
    void noModel() {
        component.getConfiguration().setModel(null);
    }

    @Test
    void the_body_becomes_the_list_of_all_models_page_by_page() throws Exception {
        claude.repliesTo(uri -> String.valueOf(uri.getQuery()).contains("after_id=claude-b")
                ? page("claude-c", false)
                : page("claude-b", true));
        startWith("claude:models");

        Exchange exchange = ask("x");

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody())
                .isEqualTo(List.of(
                        Map.of("id", "claude-b", "displayName", "Shown", "createdAt", "2026-09-30T00:00:00Z"),
                        Map.of("id", "claude-c", "displayName", "Shown", "createdAt", "2026-09-30T00:00:00Z")));
        assertThat(exchange.getMessage().getHeaders()).isEmpty();
        assertThat(claude.asked())
                .hasSize(2)
                .allSatisfy(asked ->
                        assertThat(asked.headers().getFirst("Authorization")).isEqualTo("Bearer " + KEY));
    }

    @Test
    void it_lists_what_the_simulator_has_and_says_that_it_is_simulated() throws Exception {
        try (ClaudeSimulator simulator =
                ClaudeSimulator.builder().port(0).latency(Duration.ZERO).start()) {
            component.getConfiguration().setBaseUrl(simulator.baseUrl());
            startWith("claude:models");

            Exchange exchange = ask(null);

            List<?> models = exchange.getMessage().getBody(List.class);
            assertThat(models)
                    .extracting(model -> (Object) ((Map<?, ?>) model).get("id"))
                    .contains("claude-haiku-5-5", "claude-opus-5-5")
                    .doesNotHaveDuplicates();
            assertThat(exchange.getMessage().getHeader(ClaudeConstants.SIMULATED))
                    .isEqualTo(true);
        }
    }

    @Test
    void a_failure_is_typed_and_leaves_the_body() throws Exception {
        claude.replies(401, Map.of(), ScriptedClaude.error("authentication_error", "no"));
        startWith("claude:models");

        Exchange exchange = ask("x");

        assertThat(exchange.getException()).isInstanceOf(ClaudeAuthenticationException.class);
        assertThat(exchange.getProperty(ClaudeConstants.ERROR_CATEGORY)).isEqualTo("AUTH");
        assertThat(exchange.getMessage().getBody()).isEqualTo("x");
    }

    @Test
    void a_deadline_that_has_passed_is_refused() throws Exception {
        startWith("claude:models");

        Exchange exchange = ask("x", Map.of(ClaudeConstants.DEADLINE, "2020-01-01T00:00:00Z"));

        assertThat(exchange.getException()).isInstanceOf(ClaudeRefusedException.class);
        assertThat(claude.asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "claude:models?model=claude-haiku-5-5, model",
        "claude:models?maxTokens=5, maxTokens",
        "claude:models?bodyFormat=turns, bodyFormat"
    })
    void an_option_that_has_no_effect_fails_and_is_named(String uri, String option) {
        assertThatThrownBy(() -> startWith(uri))
                .hasStackTraceContaining("The option " + option + " does not belong to claude:models");
    }

    private static String page(String id, boolean more) {
        return "{\"data\":[{\"type\":\"model\",\"id\":\"" + id + "\",\"display_name\":\"Shown\","
                + "\"created_at\":\"2026-09-30T00:00:00Z\"}],\"has_more\":" + more + ",\"first_id\":\"" + id
                + "\",\"last_id\":\"" + id + "\"}";
    }
}
