/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

/** Starts a client: at the beginning of a run, and after each death of the one before. */
@FunctionalInterface
interface Clients {

    Client start(Surroundings surroundings);
}
