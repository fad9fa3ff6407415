/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Answers without a model: extracted from the user's own words, valid against the schema asked for, always the same. */
package io.github.camelclaude.simulator.answer;
