/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The limits that an organization of a tier has.
 *
 * @param name                its name, such as {@code start}; {@code legacy-1} to {@code legacy-4} are the tiers up to June 2026
 * @param monthlySpendUsd     the most it may spend in a month, in USD; 0 if that is not known
 * @param messages            by model class; {@code *} stands for all
 * @param batch               of all batch endpoints
 * @param countTokensRequests requests per minute to count tokens
 * @param uncertain           what could not be confirmed
 */
public record Tier(
        @JsonProperty(required = true) String name,
        long monthlySpendUsd,
        @JsonProperty(required = true) Map<String, Messages> messages,
        @JsonProperty(required = true) Batch batch,
        @JsonProperty(required = true) long countTokensRequests,
        List<String> uncertain) {

    public Tier {
        messages = Map.copyOf(messages);
        uncertain = uncertain == null ? List.of() : List.copyOf(uncertain);
    }

    /** The limits of a model class, if it is known what they are. */
    public Optional<Messages> of(ModelClass modelClass) {
        return Optional.ofNullable(messages.get(modelClass.name())).or(() -> Optional.ofNullable(messages.get("*")));
    }

    /** Per minute. */
    public record Messages(
            @JsonProperty(required = true) long requests,
            @JsonProperty(required = true) long inputTokens,
            @JsonProperty(required = true) long outputTokens) {}

    /**
     * All models together.
     *
     * @param requests per minute, to any batch endpoint
     * @param queued   requests in batches that are not yet done
     */
    public record Batch(
            @JsonProperty(required = true) long requests,
            @JsonProperty(required = true) long queued) {}
}
