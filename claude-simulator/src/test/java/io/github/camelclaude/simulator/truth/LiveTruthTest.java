/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.truth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The suite against the real API. Only with {@code -Plive} and a key in the environment; costs a few cents. */
@Tag("live")
class LiveTruthTest {

    @Test
    void theSimulatorAndTheServiceAreCompared() {
        String key = System.getenv("ANTHROPIC_API_KEY");
        assertThat(key)
                .as("ANTHROPIC_API_KEY: the live run needs the key of an account that may spend up to a dollar")
                .isNotBlank();
        try (Target live = Target.live(key);
                Target simulated = Target.simulated()) {
            List<String> differences = new LiveTruth().compare(live, simulated);
            System.out.println(differences.size() + " differences between the simulator and the service");
            differences.forEach(System.out::println);
        }
    }
}
