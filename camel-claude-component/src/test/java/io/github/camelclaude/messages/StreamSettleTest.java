/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import static io.github.camelclaude.messages.StreamScript.BLOCK;
import static io.github.camelclaude.messages.StreamScript.START;
import static io.github.camelclaude.messages.StreamScript.error;
import static io.github.camelclaude.messages.StreamScript.text;
import static io.github.camelclaude.messages.StreamScript.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.LimitedRouteTestSupport;
import io.github.camelclaude.rate.Dimension;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A stream holds its permit until it ends, in whatever way, and costs what was seen of it. */
class StreamSettleTest extends LimitedRouteTestSupport {

    private static final int INPUT = 105;

    private StreamScript script;

    @AfterEach
    void closeScript() {
        script.close();
    }

    @Test
    void one_that_is_read_to_its_end_costs_what_it_says() throws Exception {
        Iterator<StreamChunk> chunks = open(whole(), List.of());
        assertThat(permitsOut()).as("while it is open").isEqualTo(1);

        chunks.forEachRemaining(chunk -> {});

        assertNothingIsLeft();
        assertThat(used(Dimension.INPUT_TOKENS)).isEqualTo(INPUT);
        assertThat(used(Dimension.OUTPUT_TOKENS)).isEqualTo(42);
    }

    @Test
    void one_that_is_closed_midway_costs_its_input_and_what_was_seen_of_its_output() throws Exception {
        Iterator<StreamChunk> chunks = open(List.of(START, BLOCK, text("thirty characters of an answer")), null);
        chunks.next();
        await().until(() -> chunks.next() instanceof StreamChunk.Text);

        ((AutoCloseable) chunks).close();

        assertNothingIsLeft();
        assertThat(used(Dimension.INPUT_TOKENS)).isEqualTo(INPUT);
        assertThat(used(Dimension.OUTPUT_TOKENS)).isEqualTo(10);
    }

    @Test
    void one_that_nobody_reads_gives_its_permit_back_when_its_exchange_is_complete() throws Exception {
        script = new StreamScript(List.of(START), null);
        component.getConfiguration().setBaseUrl(script.baseUrl());
        startWith("claude:messages?stream=true");

        throwIn("x");

        await().until(() -> granted() == 1);
        assertNothingIsLeft();
        assertThat(script.noticesThatTheClientIsGone()).isTrue();
    }

    @Test
    void one_that_fails_midway_costs_what_was_seen() throws Exception {
        Iterator<StreamChunk> chunks = open(List.of(START, BLOCK, error("overloaded_error")), List.of());

        assertThatThrownBy(() -> chunks.forEachRemaining(chunk -> {})).hasMessageContaining("529");

        assertNothingIsLeft();
        assertThat(used(Dimension.INPUT_TOKENS)).isEqualTo(INPUT);
    }

    @Test
    void one_that_breaks_off_costs_what_was_seen() throws Exception {
        Iterator<StreamChunk> chunks = open(List.of(START, BLOCK), List.of());

        assertThatThrownBy(() -> chunks.forEachRemaining(chunk -> {})).hasMessageContaining("broke off");

        assertNothingIsLeft();
        assertThat(used(Dimension.INPUT_TOKENS)).isEqualTo(INPUT);
    }

    @Test
    void one_that_finds_no_place_leaves_its_permit_unused() throws Exception {
        component.setMaxStreams(1);
        Iterator<StreamChunk> chunks = open(List.of(START), null);

        Exchange refused = ask("x");

        assertThat(refused.getException()).hasMessageContaining("maxStreams");
        assertThat(permitsOut()).isEqualTo(1);
        assertThat(script.requests()).isEqualTo(1);
        ((AutoCloseable) chunks).close();
        assertNothingIsLeft();
    }

    @SuppressWarnings("unchecked")
    private Iterator<StreamChunk> open(List<String> before, List<String> after) throws Exception {
        script = new StreamScript(before, after);
        component.getConfiguration().setBaseUrl(script.baseUrl());
        startWith("claude:messages?stream=true");
        Exchange exchange = ask("x");
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader(ClaudeConstants.ATTEMPTS)).isEqualTo(1);
        assertThat(exchange.getMessage().getHeader(ClaudeConstants.WAIT_MILLIS)).isEqualTo(0L);
        return exchange.getMessage().getBody(Iterator.class);
    }

    private double used(Dimension dimension) {
        return component.limiter().picture().groups().get(0).dimensions().stream()
                .filter(one -> one.limit().dimension().equals(dimension))
                .findFirst()
                .orElseThrow()
                .used();
    }
}
