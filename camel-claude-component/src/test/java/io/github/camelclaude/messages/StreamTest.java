/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import static io.github.camelclaude.messages.StreamScript.BLOCK;
import static io.github.camelclaude.messages.StreamScript.START;
import static io.github.camelclaude.messages.StreamScript.error;
import static io.github.camelclaude.messages.StreamScript.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.RouteTestSupport;
import io.github.camelclaude.ScriptedClaude;
import io.github.camelclaude.catalog.TokenUsage;
import io.github.camelclaude.resilience.ClaudeOverloadedException;
import io.github.camelclaude.resilience.ClaudeRateLimitException;
import io.github.camelclaude.resilience.ClaudeRefusedException;
import io.github.camelclaude.resilience.ClaudeServerException;
import io.github.camelclaude.resilience.ClaudeTransportException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamTest extends RouteTestSupport {

    private StreamScript script;

    @AfterEach
    void endScript() {
        if (script != null) {
            script.close();
        }
    }

    @Test
    void a_streamed_answer_is_an_iterator_of_chunks() throws Exception {
        play(StreamScript.whole(), List.of());
        startWith("claude:messages?stream=true");

        Exchange exchange = ask("x");

        List<StreamChunk> chunks = new ArrayList<>();
        body(exchange, StreamChunk.class).forEachRemaining(chunks::add);
        TokenUsage usage = new TokenUsage(100, 7, 5, 0, 42);
        assertThat(chunks)
                .filteredOn(
                        chunk -> !(chunk instanceof StreamChunk.Other) && !(chunk instanceof StreamChunk.BlockStarted))
                .containsExactly(
                        new StreamChunk.Started("msg_s", "claude-haiku-5-5", new TokenUsage(100, 7, 5, 0, 1)),
                        new StreamChunk.Text(0, "Hello "),
                        new StreamChunk.Text(0, "world"),
                        new StreamChunk.BlockEnded(0),
                        new StreamChunk.Ended("end_turn", usage));
        ClaudeStream stream = exchange.getProperty(ClaudeConstants.STREAM, ClaudeStream.class);
        assertThat(stream.getSummary())
                .isEqualTo(new StreamSummary("msg_s", "claude-haiku-5-5", "end_turn", usage, true));
        assertThat(exchange.getMessage().getHeader(ClaudeConstants.REQUEST_ID)).isEqualTo("req_s");
        assertThat(component.openStreams().size()).isZero();
    }

    @Test
    void a_split_gets_each_chunk_as_soon_as_it_is_there() throws Exception {
        play(List.of(START, BLOCK, text("first")), rest());
        List<String> pieces = new ArrayList<>();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask")
                        .to("claude:messages?stream=true")
                        .split(body())
                        .streaming()
                        .process(exchange -> {
                            if (exchange.getMessage().getBody() instanceof StreamChunk.Text piece) {
                                pieces.add(piece.text());
                                // Had the split waited for more, the rest would never have been sent.
                                script.goOn();
                            }
                        })
                        .end()
                        .setBody(simple("${exchangeProperty.CamelClaudeStream.summary.usage.output}"));
            }
        });
        context.start();

        Exchange exchange = ask("x");

        assertThat(exchange.getException()).isNull();
        assertThat(pieces).containsExactly("first", " last");
        assertThat(exchange.getMessage().getBody(Long.class)).isEqualTo(42);
    }

    @Test
    void a_split_gets_the_pieces_of_text() throws Exception {
        play(StreamScript.whole(), List.of());
        List<String> pieces = new ArrayList<>();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask")
                        .to("claude:messages?stream=true&streamFormat=text")
                        .split(body())
                        .streaming()
                        .process(exchange -> pieces.add(exchange.getMessage().getBody(String.class)));
            }
        });
        context.start();

        assertThat(ask("x").getException()).isNull();

        assertThat(pieces).containsExactly("Hello ", "world");
    }

    @Test
    void server_sent_events_are_handed_on_as_they_come_past_stream_caching() throws Exception {
        play(List.of(START, BLOCK, text("first")), rest());
        startWith("claude:messages?stream=true&streamFormat=sse");

        InputStream in = ask("x").getMessage().getBody(InputStream.class);

        String early = readUntil(in, "first");
        script.goOn();
        String late = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        assertThat(early).startsWith("event: message_start\ndata: {").doesNotContain("message_stop");
        assertThat(late)
                .contains("event: content_block_delta\ndata: {")
                .endsWith("\n\n")
                .contains("message_stop");
        assertThat(component.openStreams().size()).isZero();
    }

    @Test
    void a_failure_on_the_way_is_typed_and_stays_a_failure() throws Exception {
        play(List.of(START, BLOCK, text("half"), error("overloaded_error")), List.of());
        startWith("claude:messages?stream=true");

        Iterator<StreamChunk> chunks = body(ask("x"), StreamChunk.class);

        assertThatThrownBy(() -> chunks.forEachRemaining(chunk -> {})).isInstanceOf(ClaudeOverloadedException.class);
        assertThatThrownBy(chunks::hasNext)
                .as("a redelivered split must not take the rest for the whole")
                .isInstanceOf(ClaudeOverloadedException.class);
        assertThat(component.openStreams().size()).isZero();
    }

    @Test
    void each_error_event_has_its_exception() throws Exception {
        for (var expected : Map.of(
                        "rate_limit_error", ClaudeRateLimitException.class,
                        "api_error", ClaudeServerException.class,
                        "brand_new_error", ClaudeServerException.class,
                        "timeout_error", ClaudeServerException.class)
                .entrySet()) {
            play(List.of(START, error(expected.getKey())), List.of());
            if (!context.isStarted()) {
                startWith("claude:messages?stream=true&model=header");
            }
            Exchange exchange = context.createProducerTemplate()
                    .request(
                            "claude:messages?stream=true&baseUrl=" + script.baseUrl(),
                            e -> e.getMessage().setBody("x"));
            assertThatThrownBy(() -> body(exchange, StreamChunk.class).forEachRemaining(chunk -> {}))
                    .as(expected.getKey())
                    .isInstanceOf(expected.getValue());
        }
    }

    @Test
    void a_stream_that_breaks_off_is_a_failure_however_clean_its_end() throws Exception {
        play(List.of(START, BLOCK, text("half")), List.of());
        startWith("claude:messages?stream=true&streamFormat=text");

        Iterator<String> texts = body(ask("x"), String.class);

        assertThat(texts.next()).isEqualTo("half");
        assertThatThrownBy(texts::hasNext)
                .isInstanceOf(ClaudeTransportException.class)
                .hasMessageContaining("broke off");
    }

    @Test
    void a_client_of_server_sent_events_learns_of_a_failure_from_the_stream() throws Exception {
        play(List.of(START, error("overloaded_error")), List.of());
        startWith("claude:messages?stream=true&streamFormat=sse");

        String events =
                new String(ask("x").getMessage().getBody(InputStream.class).readAllBytes(), StandardCharsets.UTF_8);

        assertThat(events)
                .contains("event: error\ndata: {")
                .contains("\"overloaded_error\"")
                .endsWith("\n\n");
    }

    @Test
    void a_refusal_before_the_first_event_fails_the_exchange() throws Exception {
        claude.replies(429, Map.of("retry-after", "3"), ScriptedClaude.error("rate_limit_error", "x"));
        startWith("claude:messages?stream=true");

        Exchange exchange = ask("x");

        assertThat(exchange.getException()).isInstanceOf(ClaudeRateLimitException.class);
        assertThat(exchange.getProperty(ClaudeConstants.RETRY_AFTER_MILLIS)).isEqualTo(3000L);
        assertThat(component.openStreams().size()).isZero();
    }

    @Test
    void nothing_is_tried_again_after_the_first_event() throws Exception {
        play(List.of(START, BLOCK, text("half"), error("overloaded_error")), List.of());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(ClaudeOverloadedException.class)
                        .maximumRedeliveries(2)
                        .redeliveryDelay(0);
                from("direct:ask")
                        .to("claude:messages?stream=true&streamFormat=text")
                        .split(body())
                        .streaming()
                        .to("log:piece?level=DEBUG");
            }
        });
        context.start();

        Exchange exchange = ask("x");

        assertThat(exchange.getException()).isInstanceOf(ClaudeOverloadedException.class);
        assertThat(script.requests()).isEqualTo(1);
    }

    @Test
    void closing_a_stream_closes_its_connection() throws Exception {
        play(List.of(START, BLOCK, text("x")), null);
        startWith("claude:messages?stream=true");
        Exchange exchange = ask("x");
        Iterator<StreamChunk> chunks = body(exchange, StreamChunk.class);
        chunks.next();

        exchange.getProperty(ClaudeConstants.STREAM, ClaudeStream.class).close();

        assertThat(script.noticesThatTheClientIsGone()).isTrue();
        assertThat(component.openStreams().size()).isZero();
        assertThat(chunks.hasNext()).isFalse();
    }

    @Test
    void a_stream_that_nobody_reads_is_closed_after_a_while() throws Exception {
        play(List.of(START, BLOCK, text("x")), null);
        startWith("claude:messages?stream=true&streamIdleTimeout=50");

        Iterator<StreamChunk> chunks = body(ask("x"), StreamChunk.class);

        assertThat(script.noticesThatTheClientIsGone()).isTrue();
        await().until(() -> component.openStreams().size() == 0);
        assertThatThrownBy(chunks::hasNext)
                .isInstanceOf(ClaudeTransportException.class)
                .hasMessageContaining("streamIdleTimeout");
    }

    @Test
    void a_reader_that_waits_in_vain_is_freed_after_a_while() throws Exception {
        play(List.of(START, BLOCK, text("x")), null);
        startWith("claude:messages?stream=true&streamFormat=text&streamIdleTimeout=100");

        Iterator<String> texts = body(ask("x"), String.class);

        assertThatThrownBy(() -> texts.forEachRemaining(text -> {}))
                .isInstanceOf(ClaudeTransportException.class)
                .hasMessageContaining("streamIdleTimeout");
    }

    @Test
    void a_stream_that_is_not_the_answer_of_a_caller_ends_with_its_exchange() throws Exception {
        play(List.of(START, BLOCK, text("x")), null);
        startWith("claude:messages?stream=true");

        context.createProducerTemplate()
                .send("direct:ask", ExchangePattern.InOnly, e -> e.getMessage().setBody("x"));

        assertThat(script.noticesThatTheClientIsGone()).isTrue();
        assertThat(component.openStreams().size()).isZero();
    }

    @Test
    void stopping_the_context_ends_the_streams() throws Exception {
        play(List.of(START, BLOCK, text("x")), null);
        startWith("claude:messages?stream=true");
        Iterator<StreamChunk> chunks = body(ask("x"), StreamChunk.class);
        chunks.next();

        context.stop();

        assertThat(script.noticesThatTheClientIsGone()).isTrue();
        assertThatThrownBy(() -> chunks.forEachRemaining(chunk -> {}))
                .isInstanceOf(ClaudeTransportException.class)
                .hasMessageContaining("the component stopped");
    }

    @Test
    void one_stream_more_than_may_be_open_is_refused_and_may_come_back_later() throws Exception {
        play(List.of(START, BLOCK, text("x")), null);
        component.setMaxStreams(2);
        startWith("claude:messages?stream=true");
        Exchange first = ask("x");
        ask("x");

        Exchange refused = ask("x");

        assertThat(refused.getException())
                .isInstanceOf(ClaudeRefusedException.class)
                .hasMessageContaining("maxStreams");
        assertThat(refused.getProperty(ClaudeConstants.ERROR_CLASS)).isEqualTo("queue-full");
        assertThat(script.requests()).isEqualTo(2);
        first.getProperty(ClaudeConstants.STREAM, ClaudeStream.class).close();
        assertThat(ask("x").getException()).isNull();
    }

    private void play(List<String> before, List<String> after) throws IOException {
        if (script != null) {
            script.close();
        }
        script = new StreamScript(before, after);
        component.getConfiguration().setBaseUrl(script.baseUrl());
    }

    private static List<String> rest() {
        return List.of(text(" last"), StreamScript.BLOCK_END, StreamScript.DELTA, StreamScript.STOP);
    }

    @SuppressWarnings("unchecked")
    private static <T> Iterator<T> body(Exchange exchange, Class<T> type) {
        assertThat(exchange.getException()).isNull();
        assertThat(type).isNotNull();
        return (Iterator<T>) exchange.getMessage().getBody();
    }

    private static String readUntil(InputStream in, String expected) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(expected) < 0) {
            text.append((char) in.read());
        }
        return text.toString();
    }
}
