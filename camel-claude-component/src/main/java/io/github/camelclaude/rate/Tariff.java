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

    private final Reservation.Factors factors;
    private final double calls;
    private final boolean countsInput;
    private final boolean countsOutput;
    private final boolean countsMoney;

    Tariff(Reservation.Factors factors) {
        this.factors = factors;
        calls = factors.calls();
        countsInput = factors.input() != 0 || factors.cacheWrite() != 0 || factors.cacheRead() != 0;
        countsOutput = factors.output() != 0 || factors.maxOutput() != 0;
        countsMoney = factors.microUsd() != 0;
    }

    double of(Cost cost) {
        double amount = calls;
        if (countsInput) {
            amount = amount
                    + factors.input() * cost.input()
                    + factors.cacheWrite() * cost.cacheWrite()
                    + factors.cacheRead() * cost.cacheRead();
        }
        if (countsOutput) {
            amount = amount + factors.output() * cost.output() + factors.maxOutput() * cost.maxOutput();
        }
        return countsMoney ? amount + factors.microUsd() * cost.microUsd() : amount;
    }
}
