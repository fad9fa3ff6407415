/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks.load;

import java.util.concurrent.atomic.AtomicLong;

/** Plain text of 1,024 characters each, no two the same. */
public final class Prompts {

    private static final int LENGTH = 1_024;
    private static final String TEXT = "I was charged twice for the same month and nobody at the bank answers. ";

    private final AtomicLong number = new AtomicLong();
    private final String rest = TEXT.repeat(LENGTH / TEXT.length() + 1);

    public String next() {
        String start = "Complaint " + number.incrementAndGet() + ": ";
        return start + rest.substring(0, LENGTH - start.length());
    }
}
