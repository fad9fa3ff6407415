/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What happened: every attempt, how it ended, what it cost. */
package io.github.camelclaude.simulator.account;
