/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import io.github.camelclaude.call.Call;
import io.github.camelclaude.call.CallPath;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * {@code to("claude:messages")}: one exchange, one call. The calling thread is free as soon as the request is built, unless
 * too many calls wait already; the route goes on on the component's worker pool when the answer is there. The callback is called exactly once on every
 * path, and nothing is ever thrown out of {@link #process}.
 */
public final class MessagesProducer extends DefaultAsyncProducer {

    private final Supplier<CallPath> callPath;
    private final CallBuilder calls;
    private final AnswerWriter answers;
    private final Overflow overflow;

    /** @param overflow takes the calls that are not made now */
    public MessagesProducer(Endpoint endpoint, CallSettings settings, Supplier<CallPath> callPath, Overflow overflow) {
        super(endpoint);
        this.callPath = callPath;
        this.calls = new CallBuilder(settings);
        this.answers = new AnswerWriter(settings);
        this.overflow = overflow;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        overflow.start();
    }

    @Override
    protected void doStop() throws Exception {
        overflow.stop();
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        return CallEnd.run(exchange, callback, () -> {
            Call call = calls.build(exchange);
            return overflow.take(call, exchange)
                    .orElseGet(() -> callPath.get().take(call).thenApply(Optional::of))
                    .thenAccept(end -> end.ifPresent(outcome -> answers.write(call.request(), outcome, exchange)));
        });
    }
}
