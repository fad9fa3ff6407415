/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Choices that look random and are the same every time: functions of a seed and of what they are about. */
package io.github.camelclaude.simulator.seed;
