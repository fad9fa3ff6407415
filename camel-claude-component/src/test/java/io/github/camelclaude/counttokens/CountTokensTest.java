/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.counttokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.RouteTestSupport;
import io.github.camelclaude.ScriptedClaude;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import io.github.camelclaude.resilience.ClaudeRateLimitException;
import io.github.camelclaude.resilience.ClaudeServerException;
import io.github.camelclaude.resilience.ClaudeTransportException;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountTokensTest extends RouteTestSupport {

    @BeforeEach
    void countsFortyTwo() {
        claude.replies(200, Map.of(), "{\"input_tokens\":42}");
    }

    @Test
    void the_count_goes_into_a_header_and_the_body_stays() throws Exception {
        startWith("claude:count-tokens?system=You know animals");

        Exchange exchange = ask("What barks?", Map.of("mine", "stays"));

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody()).isEqualTo("What barks?");
        assertThat(exchange.getMessage().getHeaders())
                .containsOnly(entry("mine", "stays"), entry(ClaudeConstants.INPUT_TOKENS, 42L));
        ScriptedClaude.Asked asked = claude.asked().get(0);
        assertThat(asked.body().get("model").asText()).isEqualTo("claude-haiku-5-5");
        assertThat(asked.body().get("system").asText()).isEqualTo("You know animals");
        assertThat(asked.body().at("/messages/0/content").asText()).isEqualTo("What barks?");
        assertThat(asked.body().has("max_tokens")).as("it does not count").isFalse();
        assertThat(asked.headers().getFirst("Authorization")).isEqualTo("Bearer " + KEY);
    }

    @Test
    void the_prompt_can_be_sent_after_it_was_counted() throws Exception {
        claude.repliesTo(uri ->
                uri.getPath().endsWith("/count_tokens") ? "{\"input_tokens\":42}" : ScriptedClaude.message("A dog"));
        context.setStreamCaching(false);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask")
                        .to("claude:count-tokens")
                        .setProperty("counted", header(ClaudeConstants.INPUT_TOKENS))
                        .to("claude:messages");
            }
        });
        context.start();
        byte[] bytes = "What barks?".getBytes(StandardCharsets.UTF_8);

        for (Object body :
                List.of("What barks?", bytes, new ByteArrayInputStream(bytes), new StringReader("What barks?"))) {
            Exchange exchange = ask(body);

            assertThat(exchange.getException()).isNull();
            assertThat(exchange.getProperty("counted")).isEqualTo(42L);
            assertThat(exchange.getMessage().getBody()).isEqualTo("A dog");
            assertThat(exchange.getMessage().getHeader(ClaudeConstants.INPUT_TOKENS))
                    .as("what the call used, as the service says")
                    .isEqualTo(1000L);
        }
        assertThat(claude.asked())
                .as("counted once, sent each time")
                .hasSize(5)
                .allMatch(
                        asked -> asked.body().at("/messages/0/content").asText().equals("What barks?"));
    }

    @Test
    void a_body_is_taken_for_a_prompt_as_messages_does(@TempDir Path dir) throws Exception {
        byte[] pdf = "%PDF-1.7 x".getBytes(StandardCharsets.US_ASCII);
        startWith("claude:count-tokens");

        ask(Files.write(dir.resolve("invoice.pdf"), pdf).toFile());

        assertThat(claude.asked()
                        .get(0)
                        .body()
                        .at("/messages/0/content/0/source/data")
                        .asText())
                .isEqualTo(Base64.getEncoder().encodeToString(pdf));
    }

    @Test
    void requests_and_turns_are_counted_too() throws Exception {
        startWith("claude:count-tokens?bodyFormat=request&allowRequestFields=messages");
        List<Map<String, String>> turns = List.of(Map.of("role", "user", "content", "x"));

        ask(Map.of("messages", turns));
        Exchange refused = ask(Map.of("messages", turns, "model", "claude-opus-5-5"));
        context.createProducerTemplate().requestBody("claude:count-tokens?bodyFormat=turns&system=s", turns);

        assertThat(refused.getException()).isInstanceOf(ClaudeInvalidRequestException.class);
        assertThat(claude.asked())
                .hasSize(2)
                .allMatch(
                        asked -> asked.body().at("/messages/0/content").asText().equals("x"));
    }

    @Test
    void a_header_beats_the_option_and_is_part_of_what_is_remembered() throws Exception {
        startWith("claude:count-tokens?system=option");

        ask("x");
        ask("x", Map.of(ClaudeConstants.MODEL, "claude-opus-5-5"));
        ask("x", Map.of(ClaudeConstants.SYSTEM, "header"));
        ask("x", Map.of(ClaudeConstants.MAX_TOKENS, 7));

        assertThat(claude.asked())
                .extracting(
                        asked -> asked.body().get("model").asText(),
                        asked -> asked.body().get("system").asText())
                .as("maxTokens does not count")
                .containsExactly(
                        tuple("claude-haiku-5-5", "option"),
                        tuple("claude-opus-5-5", "option"),
                        tuple("claude-haiku-5-5", "header"));
    }

    @Test
    void allow_headers_narrows_what_a_message_may_say() throws Exception {
        startWith("claude:count-tokens?allowHeaders=none");

        ask("x", Map.of(ClaudeConstants.MODEL, "claude-opus-5-5"));

        assertThat(claude.asked().get(0).body().get("model").asText()).isEqualTo("claude-haiku-5-5");
    }

    @Test
    void what_cannot_be_a_prompt_is_refused_before_anything_is_sent() throws Exception {
        startWith("claude:count-tokens");

        assertThat(ask(" ").getException()).isInstanceOf(ClaudeInvalidRequestException.class);
        assertThat(ask(new ByteArrayInputStream(new byte[] {0, (byte) 0xff})).getException())
                .isInstanceOf(ClaudeInvalidRequestException.class);
        assertThat(claude.asked()).isEmpty();
    }

    @Test
    void a_failure_is_typed_not_remembered_and_hides_an_earlier_count() throws Exception {
        claude.replies(429, Map.of("retry-after", "7"), ScriptedClaude.error("rate_limit_error", "x"));
        startWith("claude:count-tokens");

        Exchange limited = ask("x", Map.of(ClaudeConstants.INPUT_TOKENS, 1L));
        claude.replies(200, Map.of(), "{}");
        Exchange useless = ask("x");
        claude.cuts();
        Exchange cut = ask("x");

        assertThat(limited.getException()).isInstanceOf(ClaudeRateLimitException.class);
        assertThat(limited.getProperty(ClaudeConstants.ERROR_CLASS)).isEqualTo("bucket");
        assertThat(limited.getProperty(ClaudeConstants.RETRY_AFTER_MILLIS)).isEqualTo(7000L);
        assertThat(limited.getMessage().getHeader(ClaudeConstants.INPUT_TOKENS)).isNull();
        assertThat(useless.getException()).isInstanceOf(ClaudeServerException.class);
        assertThat(cut.getException()).isInstanceOf(ClaudeTransportException.class);
        assertThat(claude.asked()).hasSize(3);
    }
}
