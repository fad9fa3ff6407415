/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

/** How a backend is chosen where several may take a call. */
public enum Routing {
    /** The one that serves soonest, by its limits, its queue, whether it serves at all, and how long its answers take. */
    quota,
    /** The first one that serves, in the order in which they are named. */
    failover
}
