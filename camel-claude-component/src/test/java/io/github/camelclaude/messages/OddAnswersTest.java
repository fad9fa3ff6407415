/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.LimitedRouteTestSupport;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ClaudeRefusedException;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no service should say, and no caller. */
class OddAnswersTest extends LimitedRouteTestSupport {

    private static final String NEGATIVE = """
            {"id":"msg_1","type":"message","role":"assistant","model":"claude-haiku-5-5",
             "content":[{"type":"text","text":"hello"}],"stop_reason":"end_turn",
             "usage":{"input_tokens":-5,"output_tokens":-1,"cache_read_input_tokens":-2}}
            """;

    @Test
    void an_answer_is_not_lost_for_counts_that_cannot_be() throws Exception {
        claude.replies(200, Map.of(), NEGATIVE);
        startWith("claude:messages");

        Exchange exchange = ask("x");

        assertThat(exchange.getException()).isNull();
        assertThat(textOf(exchange)).isEqualTo("hello");
        assertThat(exchange.getMessage().getHeader(ClaudeConstants.INPUT_TOKENS))
                .isEqualTo(0L);
        assertNothingIsLeft();
    }

    @Test
    void a_body_that_is_null_is_a_failure_of_the_service() throws Exception {
        claude.replies(200, Map.of(), "null");
        startWith("claude:messages");

        Exchange exchange = ask("x");

        assertThat(exchange.getException()).isInstanceOf(ClaudeException.class).hasMessageNotContaining("NullPointer");
        assertThat(exchange.getProperty(ClaudeConstants.ERROR_CLASS)).isEqualTo("server");
        assertNothingIsLeft();
    }

    @Test
    void a_deadline_as_far_away_as_there_is_one_is_none() throws Exception {
        startWith("claude:messages");

        assertThat(ask("x", Map.of(ClaudeConstants.DEADLINE, Instant.MAX)).getException())
                .isNull();
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1000000000-01-01T00:00:00Z", "0"})
    void a_deadline_as_long_ago_as_there_is_one_has_passed(String deadline) throws Exception {
        startWith("claude:messages");

        assertThat(ask("x", Map.of(ClaudeConstants.DEADLINE, deadline)).getException())
                .isInstanceOf(ClaudeRefusedException.class);
        assertThat(claude.asked()).isEmpty();
    }
}
