/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/** Closes a stream with its exchange. Whoever called with a reply in mind reads it after that. */
public final class CloseUnlessAnswer extends SynchronizationAdapter {

    private final Object body;
    private final Runnable close;

    /**
     * @param body  what the stream is as a message body
     * @param close ends it; may be run although it has ended
     */
    public CloseUnlessAnswer(Object body, Runnable close) {
        this.body = body;
        this.close = close;
    }

    @Override
    public void onDone(Exchange exchange) {
        boolean isAnswer = exchange.getPattern().isOutCapable()
                && exchange.getException() == null
                && exchange.getMessage().getBody() == body;
        if (!isAnswer) {
            close.run();
        }
    }
}
