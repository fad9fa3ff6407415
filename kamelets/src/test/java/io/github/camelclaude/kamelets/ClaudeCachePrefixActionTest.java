/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.kamelets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelclaude.ClaudeConstants;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

class ClaudeCachePrefixActionTest extends KameletTestSupport {

    private static final String HANDBOOK = "Whoever returns a book late pays ten cents for each day. ".repeat(200);
    private static final String CALL =
            "to: \"claude:messages?cachePrefix=handbook&model=claude-opus-5-5&apiKey=any&baseUrl={{claude.url}}\"";

    ClaudeCachePrefixActionTest() {
        super("claude-cache-prefix-action", "");
    }

    @Test
    void the_body_stays_and_is_the_beginning_of_calls_that_follow() throws Exception {
        start(Map.of("cachePrefix", "handbook"), CALL);

        ask(HANDBOOK);
        Exchange second = ask(HANDBOOK);

        assertThat(second.getException()).isNull();
        assertThat(second.getMessage().getHeader(ClaudeConstants.CACHE_READ_TOKENS, Long.class))
                .isGreaterThan(1_000);
    }

    @Test
    void it_writes_the_prefix_at_once_if_asked_to() throws Exception {
        start(Map.of(
                "cachePrefix",
                "handbook",
                "prewarm",
                "true",
                "model",
                "claude-opus-5-5",
                "apiKey",
                "{{claude.key}}",
                "baseUrl",
                "{{claude.url}}"));

        Exchange exchange = ask(HANDBOOK);

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody()).isEqualTo(HANDBOOK);
        assertThat(exchange.getMessage().getHeader(ClaudeConstants.CACHE_WRITE_TOKENS, Long.class))
                .isGreaterThan(1_000);
    }

    @Test
    void without_a_name_it_does_not_start() {
        assertThatThrownBy(() -> start(Map.of("cacheTtl", "1h"))).hasStackTraceContaining("cachePrefix");
    }
}
