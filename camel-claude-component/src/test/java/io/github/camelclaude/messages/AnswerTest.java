/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.models.messages.Message;
import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.RouteTestSupport;
import io.github.camelclaude.ScriptedClaude;
import io.github.camelclaude.resilience.ClaudeOutputException;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTest extends RouteTestSupport {

    private static final String SCHEMA =
            "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\",\"maximum\":9}},"
                    + "\"required\":[\"n\"],\"additionalProperties\":false}";

    @Test
    void the_whole_message_is_to_be_had() throws Exception {
        claude.says("hello");
        startWith("claude:messages?responseFormat=message");

        assertThat(ask("x").getMessage().getBody(Message.class).id()).isEqualTo("msg_1");
    }

    @Test
    void a_whole_message_turns_into_text_or_a_map_where_a_step_wants_one() throws Exception {
        claude.says("hello");
        startWith("claude:messages?responseFormat=message");

        Exchange exchange = ask("x");

        assertThat(exchange.getMessage().getBody(String.class)).isEqualTo("hello");
        assertThat(exchange.getMessage().getBody(Map.class).get("stop_reason")).isEqualTo("end_turn");
        assertThat(context.getTypeConverter().convertTo(String.class, new StreamChunk.Text(0, "piece")))
                .isEqualTo("piece");
    }

    @ParameterizedTest
    @CsvSource({
        "refusal, refusal, declined",
        "max_tokens, truncated, raise maxTokens",
        "model_context_window_exceeded, truncated, cut off",
        "pause_turn, paused, paused a long turn"
    })
    void an_answer_that_is_no_use_is_a_failure_unless_the_endpoint_says_otherwise(
            String stopReason, String name, String complaint) throws Exception {
        claude.replies(200, Map.of("request-id", "req_5"), ScriptedClaude.message("partial", stopReason));
        startWith("claude:messages");

        Exchange failed = ask("x");
        Exchange passed = context.createProducerTemplate()
                .request("claude:messages?failOn=none", e -> e.getMessage().setBody("x"));
        Exchange others = context.createProducerTemplate()
                .request(
                        "claude:messages?failOn=schema," + name,
                        e -> e.getMessage().setBody("x"));

        assertThat(failed.getException()).isInstanceOfSatisfying(ClaudeOutputException.class, failure -> {
            assertThat(failure.answer()).isEqualTo("partial");
            assertThat(failure.stopReason()).isEqualTo(stopReason);
            assertThat(failure.requestId()).hasValue("req_5");
            assertThat(failure).hasMessageContaining(complaint).hasMessageNotContaining("partial");
        });
        assertThat(failed.getProperty(ClaudeConstants.ERROR_CLASS)).isEqualTo("output");
        assertThat(failed.getMessage().getHeader(ClaudeConstants.COST))
                .as("it was paid")
                .isNotNull();
        assertThat(passed.getException()).isNull();
        assertThat(passed.getMessage().getBody()).isEqualTo("partial");
        assertThat(others.getException()).isInstanceOf(ClaudeOutputException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"n\":10} | $.n breaks maximum",
                "{} | $ breaks required",
                "{\"n\":1,\"m\":2} | additionalProperties"
            })
    void an_answer_that_breaks_the_schema_is_a_failure_that_says_where(String answer, String where) throws Exception {
        claude.says(answer);
        context.getRegistry().bind("schema", SCHEMA);
        startWith("claude:messages?outputSchema=#schema");

        Exchange exchange = ask("x");

        assertThat(exchange.getException())
                .isInstanceOf(ClaudeOutputException.class)
                .hasMessageContaining(where);
        assertThat(((ClaudeOutputException) exchange.getException()).answer()).isEqualTo(answer);
    }

    @Test
    void an_answer_that_follows_the_schema_passes_in_each_form() throws Exception {
        claude.says("{\"n\":9}");
        context.getRegistry().bind("schema", SCHEMA);
        startWith("claude:messages?outputSchema=#schema");

        assertThat(ask("x").getMessage().getBody()).isEqualTo("{\"n\":9}");
        assertThat(context.createProducerTemplate()
                        .requestBody("claude:messages?outputSchema=#schema&responseFormat=json", "x"))
                .isEqualTo(Map.of("n", 9));
    }

    @Test
    void without_schema_among_the_failures_a_bad_answer_is_handed_on() throws Exception {
        claude.says("{\"n\":10}");
        context.getRegistry().bind("schema", SCHEMA);
        startWith("claude:messages?outputSchema=#schema&responseFormat=json&failOn=none");

        assertThat(ask("x").getMessage().getBody()).isEqualTo(Map.of("n", 10));
        claude.says("prose");
        assertThat(ask("x").getMessage().getBody()).isEqualTo("prose");
    }
}
