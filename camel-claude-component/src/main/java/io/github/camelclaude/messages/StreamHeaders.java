/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.call.OpenedStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * The headers of a streamed answer that are only known once it has been read: the exchange that made the call gets them, or the one
 * that it was handed over to, as long as it is under way. After that it may be another's.
 */
final class StreamHeaders extends SynchronizationAdapter {

    private final OpenedStream opened;
    private Exchange exchange;

    StreamHeaders(Exchange exchange, OpenedStream opened) {
        this.exchange = exchange;
        this.opened = opened;
    }

    synchronized void write(StreamSummary answer) {
        if (exchange == null) {
            return;
        }
        Message message = exchange.getMessage();
        if (answer.messageId() != null) {
            message.setHeader(ClaudeConstants.MESSAGE_ID, answer.messageId());
        }
        if (answer.stopReason() != null) {
            message.setHeader(ClaudeConstants.STOP_REASON, answer.stopReason());
        }
        AnswerHeaders.usage(
                message,
                answer.usage(),
                opened.cost().apply(answer.usage()),
                opened.saved().apply(answer.usage()));
    }

    @Override
    public synchronized void beforeHandover(Exchange target) {
        exchange = target;
    }

    @Override
    public synchronized void onDone(Exchange done) {
        exchange = null;
    }
}
