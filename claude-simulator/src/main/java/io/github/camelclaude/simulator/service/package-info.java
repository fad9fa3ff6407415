/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The simulated service behind its edges: who calls, what a call is granted, how it proceeds and ends. */
package io.github.camelclaude.simulator.service;
