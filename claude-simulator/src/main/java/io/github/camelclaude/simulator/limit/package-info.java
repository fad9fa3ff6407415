/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The limits of the Claude API as a pure engine: no clock, no HTTP, no threads. Time is a parameter, in nanoseconds since
 * the epoch. Not safe for use by several threads at once; whoever shares it, guards it.
 */
package io.github.camelclaude.simulator.limit;
