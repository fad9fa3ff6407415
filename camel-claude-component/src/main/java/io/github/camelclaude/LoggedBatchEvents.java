/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import io.github.camelclaude.batch.BatchEvents;
import io.github.camelclaude.batch.BatchStep;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what somebody should know about batches. */
final class LoggedBatchEvents implements BatchEvents {

    private static final Logger LOG = LoggerFactory.getLogger(LoggedBatchEvents.class);

    @Override
    public void reached(BatchStep step, String what) {
        LOG.debug("{} {}", step, what);
    }

    @Override
    public void held(String nonce, String reason) {
        LOG.warn("Submission {} is held until an operator decides: {}", nonce, reason);
    }

    @Override
    public void perhapsTwice(String nonce, int items) {
        LOG.warn(
                "Submission {} is sent again: it may have arrived before, and its {} items may be paid twice",
                nonce,
                items);
    }
}
