/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.estimate;

import java.util.Arrays;

/** How much of each {@link ContentClass} a request has, and whether it asks for the prompt cache. */
public final class RequestContent {

    private final double[] amounts;
    private final boolean cacheMarked;

    private RequestContent(double[] amounts, boolean cacheMarked) {
        this.amounts = amounts;
        this.cacheMarked = cacheMarked;
    }

    /** The content of one text. */
    public static RequestContent of(CharSequence text) {
        Counter counter = new Counter();
        TextClassifier.count(text, counter);
        return counter.total();
    }

    /** In the unit of the class. */
    public double amount(ContentClass contentClass) {
        return amounts[contentClass.ordinal()];
    }

    /** Whether anything carries {@code cache_control}. */
    public boolean isCacheMarked() {
        return cacheMarked;
    }

    @Override
    public String toString() {
        return Arrays.toString(amounts);
    }

    /** Adds up. */
    static final class Counter {

        private final double[] amounts = new double[ContentClass.values().length];
        private boolean cacheMarked;

        void add(ContentClass contentClass, double amount) {
            amounts[contentClass.ordinal()] += amount;
        }

        void markCache() {
            cacheMarked = true;
        }

        RequestContent total() {
            return new RequestContent(amounts.clone(), cacheMarked);
        }
    }
}
