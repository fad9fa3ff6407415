/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

/**
 * Something that is limited. It is data: two dimensions with the same components are the same.
 *
 * @param name   as in options, metrics, logs and documentation: {@code input-tokens}
 * @param unit   of an amount: {@code tokens}
 * @param refill how what was taken comes back
 */
public record Dimension(String name, String unit, Refill refill) {

    /** How what was taken comes back. */
    public enum Refill {
        /** Continuously, at the limit's rate, up to the capacity of the bucket. */
        CONTINUOUS,
        /** All at once, when the window (a day or a month in UTC) is over. */
        FIXED_WINDOW,
        /** When the call ends. */
        RETURNED
    }

    public static final Dimension REQUESTS = new Dimension("requests", "requests", Refill.CONTINUOUS);
    public static final Dimension INPUT_TOKENS = new Dimension("input-tokens", "tokens", Refill.CONTINUOUS);
    public static final Dimension OUTPUT_TOKENS = new Dimension("output-tokens", "tokens", Refill.CONTINUOUS);
    /** Input and output together: caps of workspaces, Bedrock runtime. */
    public static final Dimension TOKENS = new Dimension("tokens", "tokens", Refill.CONTINUOUS);

    public static final Dimension CONCURRENCY = new Dimension("concurrency", "calls", Refill.RETURNED);
    /** In millionths of a USD. */
    public static final Dimension SPEND = new Dimension("spend", "micro-USD", Refill.FIXED_WINDOW);

    public static final Dimension TOKENS_PER_DAY = new Dimension("tokens-per-day", "tokens", Refill.FIXED_WINDOW);

    @Override
    public String toString() {
        return name;
    }
}
