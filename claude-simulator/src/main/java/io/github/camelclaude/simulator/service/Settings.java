/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.service;

import io.github.camelclaude.simulator.account.Spending.Caps;
import io.github.camelclaude.simulator.answer.AnswerLength;
import io.github.camelclaude.simulator.batch.BatchRules;
import io.github.camelclaude.simulator.cloud.CloudQuotas;
import io.github.camelclaude.simulator.fault.FaultPlan;
import io.github.camelclaude.simulator.limit.LimitBook.Enforcement;
import io.github.camelclaude.simulator.limit.Limits;
import io.github.camelclaude.simulator.time.SimulatorClock;
import java.util.Map;

/**
 * Everything that can be chosen about the simulated service.
 *
 * @param tier name of the tier whose limits apply
 * @param overrides for every model class instead of the tier's; {@link Limits#UNLIMITED} where the tier's stay
 * @param classes for single model classes instead of either
 * @param caps of workspaces, by workspace and model class
 * @param enforcement how limits are enforced
 * @param spending caps on spending; a null tier cap means the tier's own
 * @param tierCapped whether the tier's own spend cap applies
 * @param pace how long answers take
 * @param length how long free answers are
 * @param faults which requests meet faults
 * @param batches how batches behave
 * @param clouds quotas on cloud platforms
 * @param seed from which every choice follows
 * @param keys accepted keys and the workspace of each; empty for any key
 * @param awsSecrets secrets by the ids of access keys; empty if any signature will do
 * @param clock the time that it lives in
 */
public record Settings(
        String tier,
        Limits overrides,
        Map<String, Limits> classes,
        Map<String, Map<String, Limits>> caps,
        Enforcement enforcement,
        Caps spending,
        boolean tierCapped,
        Pace pace,
        AnswerLength length,
        FaultPlan faults,
        BatchRules batches,
        CloudQuotas clouds,
        long seed,
        Map<String, String> keys,
        Map<String, String> awsSecrets,
        SimulatorClock clock) {}
