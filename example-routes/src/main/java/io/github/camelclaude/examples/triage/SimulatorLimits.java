/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.triage;

import java.util.List;
import java.util.Properties;

/** The limits that the embedded simulator holds calls to. */
final class SimulatorLimits {

    private SimulatorLimits() {}

    /** Those of a tier instead of the example's own. */
    static void ofTier(String tier, Properties properties) {
        properties.setProperty("claude.simulator.tier", tier);
        List.of("requestsPerMinute", "inputTokensPerMinute", "outputTokensPerMinute")
                .forEach(limit -> properties.remove("claude.simulator." + limit));
    }
}
