/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.races;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * What a limiter does if one operation follows the other: some calls may be out at once, one more may wait, and
 * nobody is let in while the gate is closed. That is all there is to a limiter while no bucket is ever short.
 */
class LimiterModel implements Operations {

    private enum Stand {
        WAITS,
        /** Its wait has ended, and it does not know yet. */
        LET_IN,
        OUT
    }

    private final Map<Integer, Stand> stands = new HashMap<>();
    private final Deque<Integer> queue = new ArrayDeque<>();
    private int limit = LIMIT;
    int out = 1;
    boolean isSharedOut = true;
    private boolean isClosed;

    @Override
    public String acquire(int thread) {
        if (has(thread)) {
            return "has one";
        }
        if (isRoom()) {
            return grant(thread);
        }
        if (queue.size() == PLACES) {
            return "refused";
        }
        queue.add(thread);
        stands.put(thread, Stand.WAITS);
        return "waits";
    }

    boolean isRoom() {
        return !isClosed && out < limit && queue.isEmpty();
    }

    String grant(int thread) {
        out++;
        stands.put(thread, Stand.OUT);
        return "granted";
    }

    boolean has(int thread) {
        return stands.containsKey(thread);
    }

    @Override
    public boolean cancel(int thread) {
        if (stands.get(thread) != Stand.WAITS) {
            stands.replace(thread, Stand.LET_IN, Stand.OUT);
            return false;
        }
        stands.remove(thread);
        queue.remove(thread);
        callOut();
        return true;
    }

    @Override
    public boolean answered(int thread) {
        return end(thread);
    }

    @Override
    public boolean release(int thread) {
        return end(thread);
    }

    @Override
    public boolean refused(int thread) {
        if (stands.get(thread) != Stand.OUT) {
            return false;
        }
        isClosed = true;
        return end(thread);
    }

    private boolean end(int thread) {
        if (stands.get(thread) != Stand.OUT) {
            return false;
        }
        stands.remove(thread);
        out--;
        callOut();
        return true;
    }

    @Override
    public boolean answerShared() {
        return endShared();
    }

    @Override
    public boolean releaseShared() {
        return endShared();
    }

    private boolean endShared() {
        if (!isSharedOut) {
            return false;
        }
        isSharedOut = false;
        out--;
        callOut();
        return true;
    }

    @Override
    public String reconfigure(int changed) {
        limit = changed;
        callOut();
        return "done";
    }

    @Override
    public String jump() {
        isClosed = false;
        callOut();
        return "done";
    }

    @Override
    public String picture() {
        return out + " out, " + queue.size() + " waiting";
    }

    private void callOut() {
        while (!isClosed && out < limit && !queue.isEmpty()) {
            out++;
            stands.put(queue.remove(), Stand.LET_IN);
        }
    }
}
