/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The limits of the Claude API as a pure engine: no clock, no HTTP, no threads. Time is a parameter, in nanoseconds from any
 * origin, and must not run backwards. Not safe for use by several threads at once; whoever shares it, guards it.
 *
 * <p>It can be driven by anybody's simulation: a {@link io.github.camelclaude.simulator.limit.LimitBook} holds the
 * organization's limits, {@code path} gives what a workspace's calls must pass, {@code admit} decides at a time and charges
 * input, {@code produce} charges output at the times when it is produced, {@code finish} ends the call. A neighbour is
 * another workspace's path of the same book; {@link io.github.camelclaude.simulator.limit.Burst} chooses slices that headers
 * show or hide; {@code tightest} and {@code combined} tell what headers would say.
 */
package io.github.camelclaude.simulator.limit;
