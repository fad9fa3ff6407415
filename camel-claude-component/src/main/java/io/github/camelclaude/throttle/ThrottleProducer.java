/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.throttle;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.call.Call;
import io.github.camelclaude.call.CallPath;
import io.github.camelclaude.call.Ticket;
import io.github.camelclaude.messages.CallBuilder;
import io.github.camelclaude.messages.CallEnd;
import io.github.camelclaude.messages.CallSettings;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * {@code to("claude:throttle")}: waits until the call that the message would become fits into the limits, and hands on a
 * ticket for it. The message stays as it is. The exchange waits without a thread, unless too many wait already.
 */
public final class ThrottleProducer extends DefaultAsyncProducer {

    private final Supplier<CallPath> callPath;
    private final CallBuilder calls;
    private final Duration permitTimeout;

    public ThrottleProducer(Endpoint endpoint, CallSettings settings, Supplier<CallPath> callPath) {
        super(endpoint);
        this.callPath = callPath;
        this.calls = new CallBuilder(settings);
        this.permitTimeout = settings.waiting().permitTimeout();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        return CallEnd.run(exchange, callback, () -> {
            Call call = calls.foresee(exchange);
            return callPath.get().ticket(call, permitTimeout).thenAccept(ticket -> handOn(exchange, ticket));
        });
    }

    private static void handOn(Exchange exchange, Ticket ticket) {
        Message message = exchange.getMessage();
        message.setHeader(ClaudeConstants.PERMIT, ticket.id());
        message.setHeader(ClaudeConstants.WAIT_MILLIS, ticket.waited().toMillis());
        exchange.setProperty(ClaudeConstants.TICKET, ticket);
        exchange.getExchangeExtension().addOnCompletion(new GiveBack(ticket));
    }

    /** Goes along where an exchange is handed over to a queue, and with it the ticket. */
    private static final class GiveBack extends SynchronizationAdapter {

        private final Ticket ticket;

        private GiveBack(Ticket ticket) {
            this.ticket = ticket;
        }

        @Override
        public void onDone(Exchange exchange) {
            ticket.release();
        }

        @Override
        public String toString() {
            return "Give back " + ticket;
        }
    }
}
