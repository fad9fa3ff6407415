/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.service;

import io.github.camelclaude.simulator.cache.CachePlan;
import io.github.camelclaude.simulator.limit.Charge;
import io.github.camelclaude.simulator.limit.LimitPath;
import io.github.camelclaude.simulator.message.MessagesRequest;

/**
 * The rules by which a platform lets a request in.
 *
 * @param path the limits to pass
 * @param reserves whether everything the request may use is held from the start: input, cache reads and the most output
 * @param burnDown how many tokens of the limit an output token takes where it is reserved
 * @param isCapped whether the organization's spend caps apply
 */
public record Admission(LimitPath path, boolean reserves, int burnDown, boolean isCapped) {

    /** The Messages API itself: uncached input and cache writes at the start, output as it comes. */
    public static Admission firstParty(LimitPath path) {
        return new Admission(path, false, 1, true);
    }

    Charge charge(MessagesRequest request, CachePlan plan) {
        long input = plan.uncached() + plan.write5m() + plan.write1h();
        return reserves ? new Charge(1, input, request.maxTokens(), plan.read()) : Charge.ofInput(input);
    }
}
