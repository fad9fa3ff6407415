/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.backend.ClaudeRequest;
import io.github.camelclaude.call.CallPath;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * {@code to("claude:messages")}: one exchange, one call. The calling thread is free as soon as the request is built; the
 * route goes on on the component's worker pool when the answer is there. The callback is called exactly once on every
 * path, and nothing is ever thrown out of {@link #process}.
 */
public final class MessagesProducer extends DefaultAsyncProducer {

    private final Supplier<CallPath> callPath;
    private final CallTime callTime;
    private final RequestBuilder requests;
    private final AnswerWriter answers;

    public MessagesProducer(Endpoint endpoint, CallSettings settings, Supplier<CallPath> callPath) {
        super(endpoint);
        this.callPath = callPath;
        this.callTime = new CallTime(settings);
        this.requests = new RequestBuilder(settings);
        this.answers = new AnswerWriter(settings);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        return CallEnd.run(exchange, callback, () -> {
            Duration timeout = callTime.of(exchange.getMessage(), Instant.now());
            ClaudeRequest request = requests.build(exchange);
            exchange.removeProperty(ClaudeConstants.CONVERSATION);
            return callPath.get()
                    .take(request, timeout)
                    .thenAccept(outcome -> answers.write(request, outcome, exchange));
        });
    }
}
