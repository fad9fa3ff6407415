/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What goes wrong on purpose: kinds of faults, and plans that decide which request meets which. */
package io.github.camelclaude.simulator.fault;
