/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.limits;

import io.github.camelclaude.catalog.ModelClass;
import io.github.camelclaude.catalog.Tier;
import io.github.camelclaude.limits.Groups.Buckets;
import io.github.camelclaude.rate.Dimension;
import io.github.camelclaude.rate.Limit;
import java.util.Optional;

/** What a tier says about a group of buckets. */
final class TierLimits {

    private TierLimits() {}

    static Optional<Limit> limit(Tier tier, Buckets buckets, Dimension dimension, Limit.Source source) {
        return amount(tier, buckets, dimension).map(amount -> Limit.perMinute(dimension, amount, source));
    }

    private static Optional<Long> amount(Tier tier, Buckets buckets, Dimension dimension) {
        if (buckets.className().equals(Groups.BATCH)) {
            return dimension.equals(Dimension.REQUESTS)
                    ? Optional.of(tier.batch().requests())
                    : Optional.of(tier.batch().queued())
                            .filter(queued -> dimension.equals(ServiceLimits.QUEUED_BATCH_ITEMS));
        }
        if (buckets.className().equals(Groups.COUNT_TOKENS)) {
            return Optional.of(tier.countTokensRequests()).filter(requests -> dimension.equals(Dimension.REQUESTS));
        }
        return tier.of(new ModelClass(buckets.className(), true))
                .flatMap(messages -> amount(messages, buckets.fast(), dimension));
    }

    /** The limits of the fast mode are not published, and its headers tell tokens only: a guess of requests would stay. */
    private static Optional<Long> amount(Tier.Messages messages, boolean fast, Dimension dimension) {
        if (dimension.equals(Dimension.REQUESTS)) {
            return Optional.of(messages.requests()).filter(requests -> !fast);
        }
        if (dimension.equals(Dimension.INPUT_TOKENS)) {
            return Optional.of(messages.inputTokens());
        }
        return Optional.of(messages.outputTokens()).filter(tokens -> dimension.equals(Dimension.OUTPUT_TOKENS));
    }
}
