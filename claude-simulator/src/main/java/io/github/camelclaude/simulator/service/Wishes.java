/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.service;

import io.github.camelclaude.simulator.answer.AnswerLength;
import io.github.camelclaude.simulator.fault.Fault;

/**
 * What a single request asks of the simulator itself, by headers that the real service does not know.
 *
 * @param fault the fault to meet, or null
 * @param length how long its free answer shall be, or null
 */
public record Wishes(Fault fault, AnswerLength length) {

    public static final Wishes NONE = new Wishes(null, null);
}
