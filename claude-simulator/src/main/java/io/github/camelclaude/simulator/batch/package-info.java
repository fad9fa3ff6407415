/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Message batches: how they proceed, end, are cancelled, expire and are forgotten. Time is a parameter. */
package io.github.camelclaude.simulator.batch;
