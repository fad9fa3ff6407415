/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.throttle;

/** Over above one bound, and not over any more only below a lower one: so that nothing flutters at a single bound. */
final class Hysteresis {

    private final double above;
    private final double below;
    private boolean over;

    /** @throws IllegalArgumentException if the bounds are the wrong way round */
    Hysteresis(double above, double below) {
        if (!(below >= 0 && above > below)) {
            throw new IllegalArgumentException("pauseAbove=" + above + " must be more than resumeBelow=" + below
                    + ", and that at least 0 (seconds)");
        }
        this.above = above;
        this.below = below;
    }

    synchronized boolean isOver(double value) {
        over = over ? value > below : value > above;
        return over;
    }
}
