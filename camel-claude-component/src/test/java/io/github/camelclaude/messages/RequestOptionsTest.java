/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.RouteTestSupport;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import io.github.camelclaude.resilience.ClaudeRefusedException;
import io.github.camelclaude.resilience.ClaudeTransportException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestOptionsTest extends RouteTestSupport {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "maxTokens=7 | /max_tokens | 7",
                "system=Be brief | /system | \"Be brief\"",
                "thinking=adaptive | /thinking | {\"type\":\"adaptive\"}",
                "thinking=disabled | /thinking | {\"type\":\"disabled\"}",
                "thinking=2000 | /thinking | {\"type\":\"enabled\",\"budget_tokens\":2000}",
                "effort=high | /output_config | {\"effort\":\"high\"}",
                "stopSequences=END,STOP | /stop_sequences | [\"END\",\"STOP\"]",
                "serviceTier=standard_only | /service_tier | \"standard_only\"",
                "speed=fast | /speed | \"fast\"",
                "inferenceGeo=us | /inference_geo | \"us\"",
                "tools=#tools | /tools/0/name | \"weather\"",
                "tools=#tools&toolChoice=any | /tool_choice | {\"type\":\"any\"}",
                "tools=#tools&toolChoice=weather | /tool_choice | {\"type\":\"tool\",\"name\":\"weather\"}",
            })
    void an_option_becomes_its_field_of_the_request(String options, String field, String value) throws Exception {
        context.getRegistry().bind("tools", "[{\"name\":\"weather\",\"input_schema\":{\"type\":\"object\"}}]");
        startWith("claude:messages?" + options);

        assertThat(ask("x").getException()).isNull();

        assertThat(asked().at(field)).isEqualTo(JsonMapper.builder().build().readTree(value));
    }

    @Test
    void an_option_that_is_not_set_sends_nothing() throws Exception {
        startWith("claude:messages");

        ask("x");

        assertThat(asked().fieldNames()).toIterable().containsExactlyInAnyOrder("model", "max_tokens", "messages");
    }

    @Test
    void the_version_of_the_api_is_an_option() throws Exception {
        startWith("claude:messages?anthropicVersion=2023-06-01");

        ask("x");

        assertThat(claude.asked().get(0).headers().get("anthropic-version")).containsExactly("2023-06-01");
    }

    @Test
    void effort_and_schema_go_together() throws Exception {
        claude.says("{}");
        startWith("claude:messages?effort=low&outputSchema=resource:classpath:schema.json");

        ask("x");

        assertThat(asked().at("/output_config/effort").asText()).isEqualTo("low");
        assertThat(asked().at("/output_config/format/type").asText()).isEqualTo("json_schema");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "streamFormat=sse | streamFormat has no effect without stream=true",
                "streamIdleTimeout=5 | streamIdleTimeout has no effect without stream=true",
                "stream=true&responseFormat=json | stream=true and responseFormat=json exclude",
                "stream=true&failOn=none | stream=true and failOn exclude",
                "allowRequestFields=messages | allowRequestFields has no effect without bodyFormat=request",
                "toolChoice=any | toolChoice has no effect without tools",
                "thinking=5000 | thinking=5000 must be less than maxTokens=4096",
                "thinking=12 | thinking=12 must be adaptive",
                "effort=huge | effort=huge must be one of",
                "speed=warp | speed=warp must be one of",
                "serviceTier=best | serviceTier=best must be one of",
                "inferenceGeo=mars | inferenceGeo=mars must be one of",
                "failOn=sadness | there is no 'sadness'",
                "allowHeaders=CamelClaudeModell | [CamelClaudeModell] are no headers of a request",
                "tools=[] | The tools of tools are missing",
                "tools=[1] | must each have a name; number 1",
                "tools=#nobody | The tools of #nobody are missing",
                "stopSequences=#nobody | stopSequences=#nobody must be a bean",
            })
    void options_that_are_wrong_or_do_not_go_together_are_named(String options, String complaint) {
        assertThatThrownBy(() -> startWith("claude:messages?" + options)).hasStackTraceContaining(complaint);
    }

    @Test
    void headers_are_only_read_if_they_are_allowed() throws Exception {
        startWith("claude:messages?maxTokens=100&system=mine&allowHeaders=CamelClaudeSystem");

        ask(
                "x",
                Map.of(
                        ClaudeConstants.MODEL, "claude-fable-5-2",
                        ClaudeConstants.MAX_TOKENS, 100_000,
                        ClaudeConstants.SYSTEM, "theirs",
                        ClaudeConstants.DEADLINE, "no instant"));

        assertThat(asked().get("model").asText()).isEqualTo("claude-haiku-5-5");
        assertThat(asked().get("max_tokens").asInt()).isEqualTo(100);
        assertThat(asked().get("system").asText()).isEqualTo("theirs");
    }

    @Test
    void no_header_is_read_if_none_is_allowed() throws Exception {
        startWith("claude:messages?allowHeaders=none");

        ask("x", Map.of(ClaudeConstants.MODEL, "claude-fable-5-2", ClaudeConstants.SYSTEM, "theirs"));

        assertThat(asked().get("model").asText()).isEqualTo("claude-haiku-5-5");
        assertThat(asked().has("system")).isFalse();
    }

    @Test
    void the_model_may_be_left_to_the_header_and_is_required_then() throws Exception {
        startWith("claude:messages?model=header");

        assertThat(ask("x").getException())
                .isInstanceOf(ClaudeInvalidRequestException.class)
                .hasMessageContaining("CamelClaudeModel");
        assertThat(claude.asked()).isEmpty();
        ask("x", Map.of(ClaudeConstants.MODEL, "claude-opus-5-5"));

        assertThat(asked().get("model").asText()).isEqualTo("claude-opus-5-5");
    }

    @Test
    void a_deadline_that_has_passed_is_refused_before_anything_is_sent() throws Exception {
        startWith("claude:messages");

        Exchange exchange =
                ask("x", Map.of(ClaudeConstants.DEADLINE, Instant.now().minusSeconds(1)));

        assertThat(exchange.getException())
                .isInstanceOf(ClaudeRefusedException.class)
                .hasMessageContaining("has passed");
        assertThat(exchange.getProperty(ClaudeConstants.ERROR_CLASS)).isEqualTo("deadline");
        assertThat(exchange.getProperty(ClaudeConstants.ERROR_CATEGORY)).isEqualTo("RATE_LIMIT");
        assertThat(claude.asked()).isEmpty();
    }

    @Test
    void a_deadline_ends_a_call_before_its_timeout_does() throws Exception {
        CountDownLatch answer = claude.waits();
        startWith("claude:messages");

        Exchange exchange = ask(
                "x",
                Map.of(ClaudeConstants.DEADLINE, Instant.now().plusMillis(300).toEpochMilli()));

        assertThat(exchange.getException()).isInstanceOf(ClaudeTransportException.class);
        assertThat(exchange.getProperty(ClaudeConstants.ERROR_CLASS)).isEqualTo("timeout");
        answer.countDown();
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "2026-13-45T00:00:00Z", ""})
    void a_deadline_that_is_no_instant_is_refused_with_its_value(String value) throws Exception {
        startWith("claude:messages");

        assertThat(ask("x", Map.of(ClaudeConstants.DEADLINE, value)).getException())
                .isInstanceOf(ClaudeInvalidRequestException.class)
                .hasMessageContaining("CamelClaudeDeadline=" + value);
    }

    @Test
    void an_option_of_the_component_holds_for_each_endpoint_that_has_no_own() throws Exception {
        component.getConfiguration().setMaxTokens(11);
        component.getConfiguration().setStopSequences("HALT");
        startWith("claude:messages?maxTokens=12");

        ask("x");

        assertThat(asked().get("max_tokens").asInt()).isEqualTo(12);
        assertThat(asked().get("stop_sequences")).hasToString("[\"HALT\"]");
    }

    @Test
    void stop_sequences_may_be_a_bean_if_they_have_commas() throws Exception {
        context.getRegistry().bind("stops", List.of("a,b", "\n\n"));
        startWith("claude:messages?stopSequences=#stops");

        ask("x");

        assertThat(asked().get("stop_sequences")).hasToString("[\"a,b\",\"\\n\\n\"]");
    }

    private JsonNode asked() {
        return claude.asked().get(claude.asked().size() - 1).body();
    }
}
