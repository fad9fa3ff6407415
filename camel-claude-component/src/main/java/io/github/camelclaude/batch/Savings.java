/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import java.math.BigDecimal;

/** What batches have saved since the start: counted when the ledger knows that an item was handed on, so never twice. */
public final class Savings {

    private BigDecimal usd = BigDecimal.ZERO;

    synchronized void add(BigDecimal saved) {
        usd = usd.add(saved);
    }

    /** In USD, by the price list of this version. */
    public synchronized BigDecimal usd() {
        return usd;
    }
}
