/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

/** Somebody who makes calls. */
interface Client {

    /** Makes a call, now or later; the {@link Measurements} and the workload hear of its end. */
    void offer(Call call);

    /** The process dies: nothing that it began has any effect on it from now on. */
    void die();

    /** How things stand, on one line. */
    default String standing() {
        return "";
    }

    /** Lets go of all that waits, and looks whether everything has ended. */
    void rest();
}
