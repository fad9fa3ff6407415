/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.limit;

/** What is limited, with the words the service uses for it. */
public enum Dimension {
    REQUESTS("requests", "requests per minute", false),
    INPUT_TOKENS("input-tokens", "input tokens per minute", true),
    OUTPUT_TOKENS("output-tokens", "output tokens per minute", true),
    /** Input and output together; only where such a limit is configured. */
    TOKENS("tokens", "tokens per minute", true),
    CONCURRENCY("concurrency", "concurrent connections", false),
    /** A rise in use steeper than the service accepts. */
    ACCELERATION("acceleration", "input tokens per minute of growth", false);

    private static final Dimension[] BUCKETS = {REQUESTS, INPUT_TOKENS, OUTPUT_TOKENS, TOKENS};

    private final String headerName;
    private final String wording;
    private final boolean rounded;

    Dimension(String headerName, String wording, boolean rounded) {
        this.headerName = headerName;
        this.wording = wording;
        this.rounded = rounded;
    }

    /** The part of {@code anthropic-ratelimit-<name>-remaining} that names this dimension. */
    public String headerName() {
        return headerName;
    }

    /** As a refusal says it: "30,000 <i>input tokens per minute</i>". */
    public String wording() {
        return wording;
    }

    /** Whether headers give the remaining amount to the nearest thousand. */
    public boolean isRounded() {
        return rounded;
    }

    /** The dimensions that are kept in buckets. */
    static Dimension[] buckets() {
        return BUCKETS;
    }
}
