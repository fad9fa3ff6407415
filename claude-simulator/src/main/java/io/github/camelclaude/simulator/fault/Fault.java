/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.fault;

import java.util.Arrays;
import java.util.Locale;

/** A kind of fault, named in lower case with dashes on the command line, in files and over HTTP. */
public enum Fault {
    /** 429 with {@code retry-after: 1}, as if the requests of the minute were used up. */
    RATE_LIMIT,
    /** 529 {@code overloaded_error}. */
    OVERLOADED,
    /** 500 {@code api_error}. */
    SERVER_ERROR,
    /** The connection ends before a byte of the answer. */
    CUT_BEFORE_BODY;

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Fault named(String label) {
        return Arrays.stream(values())
                .filter(fault -> fault.label().equalsIgnoreCase(label.replace('_', '-')))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no fault '%s'; known are %s"
                        .formatted(
                                label, Arrays.stream(values()).map(Fault::label).toList())));
    }
}
