/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The time that the simulated service lives in. */
package io.github.camelclaude.simulator.time;
