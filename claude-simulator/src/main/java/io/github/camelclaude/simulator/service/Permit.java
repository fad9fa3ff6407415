/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.service;

import io.github.camelclaude.simulator.limit.Charge;
import io.github.camelclaude.simulator.limit.Dimension;
import io.github.camelclaude.simulator.limit.LimitPath;

/**
 * What an admitted request holds of the limits. Where output was reserved at the start, as Bedrock does, production takes
 * nothing more and the end gives back what was reserved too much; elsewhere output is taken as it is produced.
 */
final class Permit {

    private final LimitPath path;
    private final Charge charge;
    private final int burnDown;

    /**
     * @param burnDown how many tokens of the limit an output token takes; 1 but for some models on Bedrock
     */
    Permit(LimitPath path, Charge charge, int burnDown) {
        this.path = path;
        this.charge = charge;
        this.burnDown = burnDown;
    }

    void produce(long tokens, long now) {
        if (charge.reservedOutput() == 0) {
            path.produce(tokens, now);
        }
    }

    void finish(long produced, long now) {
        if (charge.reservedOutput() > 0) {
            path.correct(Dimension.OUTPUT_TOKENS, charge.reservedOutput(), produced * burnDown, now);
            path.correct(Dimension.TOKENS, charge.reservedOutput() + charge.freeOfRate(), produced * burnDown, now);
        }
        path.finish();
    }
}
