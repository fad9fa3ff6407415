/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * A local Claude API for tests, pipelines and load runs: real HTTP, real limits and headers, faults on demand.
 * {@link io.github.camelclaude.simulator.ClaudeSimulator} is the way in.
 */
package io.github.camelclaude.simulator;
