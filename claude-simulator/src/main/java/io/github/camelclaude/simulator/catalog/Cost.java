/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.catalog;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An amount of money in whole pico-dollars, which hold a tenth of the cheapest token exactly.
 *
 * @param picoDollars 10^-12 US dollars
 */
public record Cost(long picoDollars) implements Comparable<Cost> {

    public static final Cost ZERO = new Cost(0);

    public static Cost ofDollars(BigDecimal dollars) {
        return new Cost(
                dollars.movePointRight(12).setScale(0, RoundingMode.HALF_UP).longValueExact());
    }

    /** So many tokens at a price per million. */
    static Cost ofTokens(long tokens, BigDecimal dollarsPerMillion) {
        return new Cost(
                Math.multiplyExact(tokens, dollarsPerMillion.movePointRight(6).longValueExact()));
    }

    public Cost plus(Cost other) {
        return new Cost(Math.addExact(picoDollars, other.picoDollars));
    }

    public Cost percent(int percent) {
        return new Cost(Math.multiplyExact(picoDollars, percent) / 100);
    }

    public BigDecimal dollars() {
        return BigDecimal.valueOf(picoDollars, 12);
    }

    @Override
    public int compareTo(Cost other) {
        return Long.compare(picoDollars, other.picoDollars);
    }

    @Override
    public String toString() {
        return "$" + dollars().setScale(6, RoundingMode.HALF_UP).toPlainString();
    }
}
