/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The simulator in JUnit 5 tests. */
package io.github.camelclaude.simulator.junit;
