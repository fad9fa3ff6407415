/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.call.Call;
import io.github.camelclaude.call.CallPath;
import io.github.camelclaude.call.OpenedStream;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * {@code to("claude:messages?stream=true")}: the route goes on when the answer begins, with a body to read it from. The
 * stream is closed when it has been read, by its reader, when nothing happens on it for {@code streamIdleTimeout}, when the
 * component stops, and when the exchange is complete, unless the stream is the answer that an InOut caller is given.
 */
public final class StreamingProducer extends DefaultAsyncProducer {

    private final Supplier<CallPath> callPath;
    private final Supplier<OpenStreams> openStreams;
    private final Duration idleTimeout;
    private final StreamFormat format;
    private final CallBuilder calls;

    /** @param idleTimeout how long nothing may happen on a stream before it is closed */
    public StreamingProducer(
            Endpoint endpoint,
            CallSettings settings,
            StreamFormat format,
            Duration idleTimeout,
            Supplier<CallPath> callPath,
            Supplier<OpenStreams> openStreams) {
        super(endpoint);
        this.callPath = callPath;
        this.openStreams = openStreams;
        this.idleTimeout = idleTimeout;
        this.format = format;
        this.calls = new CallBuilder(settings);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        return CallEnd.run(exchange, callback, () -> open(exchange));
    }

    private CompletionStage<?> open(Exchange exchange) {
        Call call = calls.build(exchange);
        AtomicReference<OpenStreams.Place> place = new AtomicReference<>();
        return callPath.get()
                .open(call, () -> place.set(openStreams.get().take()))
                .whenComplete((opened, failure) -> {
                    if (failure == null) {
                        handOn(exchange, opened, place.get().open(opened.events(), idleTimeout));
                    } else if (place.get() != null) {
                        place.get().giveBack();
                    }
                });
    }

    private void handOn(Exchange exchange, OpenedStream opened, AnswerStream stream) {
        Object body = StreamBodies.of(stream, format);
        Message message = exchange.getMessage();
        AnswerHeaders.origin(
                message,
                opened.backend(),
                opened.events().requestId(),
                opened.events().isSimulated());
        AnswerHeaders.way(message, opened.way());
        message.setBody(body);
        exchange.setProperty(ClaudeConstants.STREAM, stream);
        stream.whenItFails(failure -> CallEnd.describe(exchange, failure));
        StreamHeaders headers = new StreamHeaders(exchange, opened);
        stream.whenItIsComplete(headers::write);
        exchange.getExchangeExtension().addOnCompletion(headers);
        exchange.getExchangeExtension().addOnCompletion(new CloseUnlessAnswer(body, stream::close));
    }
}
