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
