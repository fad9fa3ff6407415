/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

/**
 * Keeps back all groups of a backend that does not serve: nobody leaves before a time, then one attempt at a time goes to see,
 * until somebody outside says that it serves again. Guarded by its limiter.
 */
final class Hold {

    private boolean holds;
    private long opensAt;
    private LocalPermit probe;

    void until(long time) {
        holds = true;
        opensAt = time;
        probe = null;
    }

    void end() {
        holds = false;
        probe = null;
    }

    /** Whether nobody may leave now. */
    boolean blocks(long now) {
        return holds && (probe != null || now < opensAt);
    }

    /** When the next attempt may go and see; the time is unknown, and told as now, while one is under way. */
    long opensAt(long now) {
        return holds && probe == null ? Math.max(now, opensAt) : now;
    }

    /** When to look again by itself: not at all while an attempt is under way, since its end will tell. */
    long wakesAt() {
        return probe == null ? opensAt : Lane.NEVER;
    }

    void left(LocalPermit permit) {
        if (holds) {
            probe = permit;
        }
    }

    /** Returns whether it was the one that had gone to see, and nobody has drawn a conclusion from it. */
    boolean isBack(LocalPermit permit) {
        boolean was = probe == permit && holds;
        if (was) {
            probe = null;
        }
        return was;
    }
}
