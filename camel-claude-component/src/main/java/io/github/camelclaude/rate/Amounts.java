/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

/** {@link Math#min} and {@link Math#max} for amounts, which are never NaN: minding that costs more than comparing. */
final class Amounts {

    private Amounts() {}

    static double min(double one, double other) {
        return one < other ? one : other;
    }

    static double max(double one, double other) {
        return one > other ? one : other;
    }
}
