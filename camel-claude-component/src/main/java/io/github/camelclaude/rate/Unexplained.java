/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

/**
 * What headers have taken from an account although nothing known to us had. Others may have used it; or calls of our own that
 * cost far more than they were believed to, and whose answers tell so only later. Then it must not be charged again: a prompt
 * cache that has lost its entries makes a whole fan-out cost many times its estimate, and the first answer's headers show the
 * loss of all.
 */
final class Unexplained {

    /** An answer that cost less than this above what was held is within an estimate's noise. */
    private static final double SURPRISE = 0.5;

    private static final double MEMORY_SECONDS = 30;

    private double amount;
    private long seenAt;

    /**
     * A header has moved the account.
     *
     * @param taken  so much down, or up where it is negative
     * @param latest when the service computed it, at the latest
     */
    void moved(double taken, long latest) {
        if (taken > 0) {
            double seconds = Math.max(0, latest - seenAt) / 1e9;
            amount *= Math.max(0, 1 - seconds / MEMORY_SECONDS);
            seenAt = latest;
        }
        amount = Math.max(0, amount + taken);
    }

    /**
     * A call has cost more than was held for it.
     *
     * @return how much of that headers have taken already
     */
    double explainedBy(double held, double more, long sentAt) {
        if (more <= SURPRISE * held || sentAt + Sight.FASTEST > seenAt) {
            return 0;
        }
        double explained = Math.min(amount, more);
        amount -= explained;
        return explained;
    }
}
