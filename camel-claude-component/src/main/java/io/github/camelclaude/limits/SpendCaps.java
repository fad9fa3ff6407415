/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.limits;

import java.math.BigDecimal;

/**
 * The most that may be spent, in USD; what is null is not capped. Days and months are those of UTC.
 *
 * @param perDay       by all calls
 * @param perMonth     by all calls
 * @param perKeyPerDay by the calls of one fairness key
 */
public record SpendCaps(BigDecimal perDay, BigDecimal perMonth, BigDecimal perKeyPerDay) {

    public static final SpendCaps NONE = new SpendCaps(null, null, null);

    /** More can't be counted in millionths. */
    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000_000);

    /**
     * As options give them; what is null is not given.
     *
     * @param prefix what stands before the names of the options
     * @throws IllegalArgumentException if a value can't be, with the value, the rule and what to do
     */
    public static SpendCaps of(String prefix, Double perDay, Double perMonth, Double perKeyPerDay) {
        return new SpendCaps(
                usd(prefix + "spendPerDay", perDay),
                usd(prefix + "spendPerMonth", perMonth),
                usd(prefix + "spendPerKeyPerDay", perKeyPerDay));
    }

    private static BigDecimal usd(String option, Double amount) {
        if (amount == null) {
            return null;
        }
        if (!Double.isFinite(amount)) {
            throw new IllegalArgumentException(
                    option + "=" + amount + " must be a number of USD; leave it out for no cap");
        }
        BigDecimal usd = BigDecimal.valueOf(amount);
        check(option, usd);
        return usd;
    }

    public SpendCaps {
        check("spendPerDay", perDay);
        check("spendPerMonth", perMonth);
        check("spendPerKeyPerDay", perKeyPerDay);
    }

    private static void check(String option, BigDecimal usd) {
        if (usd != null && (usd.signum() < 0 || usd.compareTo(MOST) > 0)) {
            throw new IllegalArgumentException("%s=%s must be from 0 to %s USD; leave it out for no cap"
                    .formatted(option, usd.toPlainString(), MOST.toPlainString()));
        }
    }

    static long microUsd(BigDecimal usd) {
        return usd.movePointRight(6).longValue();
    }
}
