/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.fault.Fault;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That everybody calls, over the slow line too, and makes one more attempt after an error that passes. */
class ContenderTest {

    @ParameterizedTest
    @EnumSource
    void everybodyTriesAgain(Contender contender) throws Exception {
        try (ClaudeSimulator service =
                        ClaudeSimulator.builder().latency(Duration.ZERO).start();
                SlowLine line = SlowLine.to(service.baseUrl());
                Client client = contender.open(line.baseUrl())) {
            service.injectNext(Fault.UNAVAILABLE);
            line.slowness(Duration.ofMillis(10));

            assertThat(client.call("Where is my money?").get(30, TimeUnit.SECONDS))
                    .isNotBlank();
            assertThat(service.accounting().totals().arrived()).isEqualTo(2);
        }
    }
}
