/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import io.github.camelclaude.catalog.ClaudeModel;
import io.github.camelclaude.catalog.TokenUsage;
import java.math.BigDecimal;

/** What batches have saved since the start: counted when the ledger knows that an item was handed on, so never twice. */
public final class Savings {

    private final Books books;
    private BigDecimal usd = BigDecimal.ZERO;

    /** Where else is counted what items used. */
    public interface Books {
        /**
         * @param prefix the name of the item's prefix; empty for none
         * @param model  who answered; null if the catalog does not know it
         */
        void count(String prefix, ClaudeModel model, TokenUsage usage);
    }

    public Savings(Books books) {
        this.books = books;
    }

    void add(Answered item) {
        if (item.model() != null) {
            add(ClaudeModel.savedByBatch(item.model().batchCost(item.usage())));
        }
        books.count(item.prefix(), item.model(), item.usage());
    }

    private synchronized void add(BigDecimal saved) {
        usd = usd.add(saved);
    }

    /** In USD, by the price list of this version. */
    public synchronized BigDecimal usd() {
        return usd;
    }

    /**
     * An item that was answered.
     *
     * @param prefix the name of its prefix; empty for none
     * @param model  who answered; null if the catalog does not know it
     */
    record Answered(String prefix, ClaudeModel model, TokenUsage usage) {}
}
