/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;

/**
 * Something about batches that somebody should know; an {@code EventNotifier} of the context is told.
 *
 * @param source the context
 * @param what   what has happened
 * @param nonce  the submission it is about
 * @param items  how many items it has; 0 if that does not matter
 * @param reason why, in words; without content of messages
 * @param at     milliseconds since 1970
 */
public record BatchEvent(CamelContext source, What what, String nonce, int items, String reason, long at)
        implements CamelEvent {

    /** What can happen. */
    public enum What {
        /** Nothing goes on with a submission until an operator decides by {@code claude:batch-ledger}. */
        HELD,
        /** A submission is sent again although the first one may have arrived. */
        PERHAPS_PAID_TWICE
    }

    @Override
    public Type getType() {
        return Type.Custom;
    }

    @Override
    public Object getSource() {
        return source;
    }

    @Override
    public long getTimestamp() {
        return at;
    }

    @Override
    public void setTimestamp(long timestamp) {
        // It is set where it happens.
    }
}
