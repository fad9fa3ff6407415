/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The limiter against the simulator's limits in virtual time: what it promises is measured at the service, not believed.
 *
 * <p>A {@link io.github.camelclaude.rate.simulation.Scenario} says everything about a run, and with its seed decides it: the
 * same scenario gives the same run, event for event. A {@link io.github.camelclaude.rate.simulation.Simulation} plays it: a
 * {@link io.github.camelclaude.rate.simulation.Workload} offers calls to a {@link
 * io.github.camelclaude.rate.simulation.Client}, which asks its limiter and sends them over a {@link
 * io.github.camelclaude.rate.simulation.Network} to a {@link io.github.camelclaude.rate.simulation.Service}. {@link
 * io.github.camelclaude.rate.simulation.Measurements} are what came of it.
 */
package io.github.camelclaude.rate.simulation;
