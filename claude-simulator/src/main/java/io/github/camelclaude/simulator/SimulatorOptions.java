/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator;

import io.github.camelclaude.simulator.answer.AnswerLength;
import io.github.camelclaude.simulator.fault.FaultPlan;
import io.github.camelclaude.simulator.limit.LimitBook.Enforcement;
import io.github.camelclaude.simulator.service.Pace;
import java.util.Map;

/**
 * Everything that can be chosen about a simulator.
 *
 * @param host address to listen on
 * @param port port to listen on, 0 for any free one
 * @param tier name of the tier whose limits apply
 * @param requests requests per minute of every model class instead of the tier's, or null
 * @param inputTokens likewise
 * @param outputTokens likewise
 * @param enforcement how limits are enforced
 * @param pace how long answers take
 * @param length how long free answers are
 * @param faults which requests meet faults
 * @param seed from which every choice follows
 * @param keys accepted keys and the workspace of each; empty for any key
 */
record SimulatorOptions(
        String host,
        int port,
        String tier,
        Long requests,
        Long inputTokens,
        Long outputTokens,
        Enforcement enforcement,
        Pace pace,
        AnswerLength length,
        FaultPlan faults,
        long seed,
        Map<String, String> keys) {}
