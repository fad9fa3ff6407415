/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.races;

/** What several threads do with a limiter. Each has at most one permit of its own or waits for one; one more belongs to all. */
interface Operations {

    /** How many calls may be out at first. */
    int LIMIT = 2;

    /** How many may wait. */
    int PLACES = 1;

    String acquire(int thread);

    /** Gives up waiting; if it is too late for that, there is a permit. */
    boolean cancel(int thread);

    boolean answered(int thread);

    boolean release(int thread);

    /** The service refuses: the gate closes. */
    boolean refused(int thread);

    boolean answerShared();

    boolean releaseShared();

    String reconfigure(int limit);

    /** So much time passes that every gate has opened and every bucket is full. */
    String jump();

    String picture();
}
