/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import io.github.camelclaude.batch.BatchEvent;
import io.github.camelclaude.batch.BatchEvents;
import io.github.camelclaude.batch.BatchStep;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what somebody should know about batches, in the log and as an event of the context. */
final class PublishedBatchEvents implements BatchEvents {

    private static final Logger LOG = LoggerFactory.getLogger(PublishedBatchEvents.class);

    private final CamelContext context;

    PublishedBatchEvents(CamelContext context) {
        this.context = context;
    }

    @Override
    public void reached(BatchStep step, String what) {
        LOG.debug("{} {}", step, what);
    }

    @Override
    public void held(String nonce, String reason) {
        LOG.warn("Submission {} is held until an operator decides: {}", nonce, reason);
        publish(BatchEvent.What.HELD, nonce, 0, reason);
    }

    @Override
    public void perhapsTwice(String nonce, int items) {
        LOG.warn(
                "Submission {} is sent again: it may have arrived before, and its {} items may be paid twice",
                nonce,
                items);
        publish(
                BatchEvent.What.PERHAPS_PAID_TWICE,
                nonce,
                items,
                "it may have arrived before, and was not found in suspectGrace");
    }

    private void publish(BatchEvent.What what, String nonce, int items, String reason) {
        try {
            context.getManagementStrategy()
                    .notify(new BatchEvent(context, what, nonce, items, reason, System.currentTimeMillis()));
        } catch (Exception e) {
            LOG.warn("An EventNotifier failed on {} of submission {}", what, nonce, e);
        }
    }
}
