/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

/**
 * {@link Reservation.Factors} made ready for many costs: parts whose factors are nought are not looked at. That is all but one
 * or two of them, and every call asks each of its lanes twice.
 */
final class Tariff {

    private final double calls;
    private final double input;
    private final double cacheWrite;
    private final double output;
    private final boolean countsInput;
    private final boolean countsOutput;
    /** What few kinds of endpoints count. */
    private final boolean countsMore;

    private final double cacheRead;
    private final double maxOutput;
    private final double microUsd;

    Tariff(Reservation.Factors factors) {
        calls = factors.calls();
        input = factors.input();
        cacheWrite = factors.cacheWrite();
        cacheRead = factors.cacheRead();
        output = factors.output();
        maxOutput = factors.maxOutput();
        microUsd = factors.microUsd();
        countsInput = input != 0 || cacheWrite != 0;
        countsOutput = output != 0;
        countsMore = cacheRead != 0 || maxOutput != 0 || microUsd != 0;
    }

    double of(Cost cost) {
        double amount = calls;
        if (countsInput) {
            amount = amount + input * cost.input() + cacheWrite * cost.cacheWrite();
        }
        if (countsOutput) {
            amount = amount + output * cost.output();
        }
        return countsMore ? amount + more(cost) : amount;
    }

    private double more(Cost cost) {
        return cacheRead * cost.cacheRead() + maxOutput * cost.maxOutput() + microUsd * cost.microUsd();
    }
}
