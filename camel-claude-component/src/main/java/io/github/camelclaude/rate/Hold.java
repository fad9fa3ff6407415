/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

/**
 * Keeps back all groups of a backend that does not serve: nobody leaves before a time, then one attempt at a time goes to see,
 * until somebody outside says that it serves again. Then the backend gets its load back step by step, whatever has gathered
 * meanwhile and however wide its limits are: at first a quarter of what it usually has at once, after four seconds all of that,
 * and so on, and one more for each answer. That doubles it with each round of answers, or each second if that is slower.
 * Guarded by its limiter.
 */
final class Hold {

    private static final double SECOND = 1e9;
    private static final double FIRST = 0.25;
    /** What a backend is taken to have at once that has not answered enough to know. */
    private static final double UNKNOWN = 4;

    private static final double RAMP_SECONDS = 4;
    private static final double GROWTH_PER_SECOND = (1 - FIRST) / RAMP_SECONDS;
    /** Weight of an answer in what is usual. */
    private static final double NEWS = 0.02;

    private enum State {
        FREE,
        HELD,
        COMING_BACK
    }

    private State state = State.FREE;
    private long opensAt;
    private LocalPermit probe;
    private int out;
    private double usual;
    private int answers;

    void until(long time) {
        state = State.HELD;
        opensAt = time;
        probe = null;
    }

    /** It serves again. */
    void end(long now) {
        if (state == State.HELD) {
            state = State.COMING_BACK;
            opensAt = now;
            probe = null;
            answers = 0;
        }
    }

    /** Whether nobody who has not left yet may leave, wherever they come from. */
    boolean isShut(long now) {
        return state == State.HELD && (probe != null || now < opensAt);
    }

    /** Whether nobody may be let in now. */
    boolean blocks(long now) {
        return isShut(now) || state == State.COMING_BACK && out >= atOnce(now);
    }

    private int atOnce(long now) {
        double seconds = (now - opensAt) / SECOND;
        double ramped = base() * (FIRST + GROWTH_PER_SECOND * seconds) + answers;
        return (int) Math.min(ramped, base() * Math.pow(2, seconds));
    }

    private double base() {
        return Math.max(UNKNOWN, usual);
    }

    /** When the next attempt may go and see; the time is unknown, and told as now, while one is under way. */
    long opensAt(long now) {
        return state == State.HELD && probe == null ? Math.max(now, opensAt) : now;
    }

    /** When to look again by itself: not at all where an end will tell. */
    long wakesAt(long now) {
        if (state == State.HELD) {
            return probe == null ? opensAt : Lane.NEVER;
        }
        double ramped = ((out + 1 - answers) / base() - FIRST) / GROWTH_PER_SECOND;
        double doubled = Math.log((out + 1) / base()) / Math.log(2);
        double seconds = Math.max(ramped, doubled);
        return state == State.FREE ? Lane.NEVER : Math.max(now + 1, opensAt + (long) Math.ceil(seconds * SECOND));
    }

    void left(LocalPermit permit) {
        out++;
        if (state == State.HELD) {
            probe = permit;
        }
    }

    /**
     * A permit has ended.
     *
     * @param answered whether the service did what was asked
     * @return whether another may leave for that, although nothing else has changed
     */
    boolean isBack(LocalPermit permit, boolean answered, long now) {
        if (state == State.HELD) {
            out--;
            boolean was = probe == permit;
            if (was) {
                probe = null;
            }
            return was;
        }
        if (answered && state == State.FREE) {
            usual += NEWS * (out - usual);
        } else if (answered && out <= atOnce(now) / 2 && now > opensAt + RAMP_SECONDS * SECOND) {
            state = State.FREE;
        } else if (answered) {
            answers++;
        }
        boolean another = state == State.COMING_BACK;
        out--;
        return another;
    }
}
