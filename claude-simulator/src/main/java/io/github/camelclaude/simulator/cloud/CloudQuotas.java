/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.cloud;

import io.github.camelclaude.simulator.limit.Limits;

/**
 * Quotas of the cloud platforms, each per model (or lineage) and region. The platforms assign them per account, so these
 * numbers are assumptions of a modest size.
 *
 * @param bedrock requests, and input and output tokens together, per minute on the Bedrock runtime
 * @param bedrockTokensPerDay on the Bedrock runtime, {@link Limits#UNLIMITED} for none
 * @param bedrockBurnDown how many tokens of the quota an output token takes; 1, though 5 for models of the 3.7 and 4 era
 * @param vertex requests, input tokens and output tokens per minute on Vertex AI
 */
public record CloudQuotas(Limits bedrock, long bedrockTokensPerDay, int bedrockBurnDown, Limits vertex) {

    public static final CloudQuotas ASSUMED = new CloudQuotas(
            new Limits(1_000, Limits.UNLIMITED, Limits.UNLIMITED, 1_000_000, Limits.UNLIMITED),
            Limits.UNLIMITED,
            1,
            Limits.perMinute(1_000, 1_000_000, 200_000));

    public CloudQuotas {
        if (bedrockBurnDown < 1 || bedrockBurnDown > 100) {
            throw new IllegalArgumentException(
                    "An output token takes " + bedrockBurnDown + " of the quota; it must be from 1 to 100");
        }
    }
}
