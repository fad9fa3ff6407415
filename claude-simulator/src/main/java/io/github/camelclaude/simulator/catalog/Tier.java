/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.catalog;

import java.time.LocalDate;
import java.util.Map;

/**
 * The limits of a usage tier.
 *
 * @param asOf the day that the source was read
 * @param validUntil the day from which the tier no longer exists, or null
 * @param monthlySpendUsd the spend cap of the tier
 * @param uncertain whether the whole tier is assumed
 * @param limits by model class
 * @param fast pool of the fast mode, one for every class
 * @param batch limits of the Message Batches endpoints
 * @param countTokensRequests requests per minute for counting tokens
 */
public record Tier(
        LocalDate asOf,
        LocalDate validUntil,
        long monthlySpendUsd,
        boolean uncertain,
        Map<String, ClassLimits> limits,
        ClassLimits fast,
        BatchLimits batch,
        long countTokensRequests) {

    public Tier {
        limits = Map.copyOf(limits);
    }

    /** Per minute; {@code uncertain} where the row is assumed. */
    public record ClassLimits(long requests, long inputTokens, long outputTokens, boolean uncertain) {}

    /** Requests per minute to all batch endpoints, and batch items that may wait. */
    public record BatchLimits(long requests, long queue) {}
}
