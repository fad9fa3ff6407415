/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

import io.github.camelclaude.rate.Outcome.End;
import io.github.camelclaude.rate.Outcome.Reason;
import io.github.camelclaude.rate.Outcome.Refused;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * Where demands wait, one {@link FairQueue} per root group, and who is called out when. Nobody polls and nobody is woken for
 * nothing: a queue sets one alarm, for the time when the next of it fits or its first deadline passes; what happens in
 * between (an answer, a refusal, another limit) is looked at when it happens. Guarded by its limiter.
 */
final class WaitingRoom {

    private final LocalLimiter limiter;
    private final Timeline timeline;
    private final int places;
    private final Map<Group, Armed> alarms = new HashMap<>();
    private final Queue<Runnable> wantRoom = new ArrayDeque<>();
    private boolean isOffered;
    private int waiting;

    private record Armed(long at, Timeline.Alarm alarm) {}

    WaitingRoom(LocalLimiter limiter, Timeline timeline, int places) {
        this.limiter = limiter;
        this.timeline = timeline;
        this.places = places;
    }

    int waiting() {
        return waiting;
    }

    boolean isFull() {
        return waiting >= places;
    }

    void enter(Waiter waiter, long now) {
        waiter.path.root().queue.add(waiter);
        backlog(waiter, 1);
        waiting++;
        callOut(waiter.path.root(), now);
    }

    private static void backlog(Waiter waiter, int sign) {
        for (int i = 0; i < waiter.needs.length; i++) {
            waiter.path.lanes[i].queue(sign * waiter.needs[i]);
        }
    }

    /** Serves a queue as far as it goes, then sets its alarm for when it goes on. */
    void callOut(Group root, long now) {
        FairQueue queue = root.queue;
        if (queue.isEmpty()) {
            disarm(root);
            return;
        }
        refuseLate(queue, now);
        while (!queue.isEmpty()) {
            if (root.hold.blocks(now)) {
                queue.forgetClaim();
                arm(root, Math.min(root.hold.wakesAt(now), firstDeadline(queue)));
                return;
            }
            Waiter next = queue.next();
            long at = next.path.readyAt(next.needs, now);
            Lane binding = next.path.binding();
            if (at == Lane.NEVER) {
                refuse(next, LocalLimiter.never(next.path, binding, next.needs, now), now);
            } else if (at <= now) {
                serve(queue, next, now);
            } else {
                queue.claim(next, now);
                long passes = letPass(queue, next, now);
                if (passes > now) {
                    long wakes = binding instanceof ReturnedLane ? Lane.NEVER : at;
                    arm(root, Math.min(Math.min(wakes, passes), firstDeadline(queue)));
                    return;
                }
            }
        }
        disarm(root);
    }

    private void refuseLate(FairQueue queue, long now) {
        while (firstDeadline(queue) <= now) {
            Waiter late = queue.firstDeadline();
            long at = late.path.readyAt(late.needs, now);
            long expected = at == Lane.NEVER ? 0 : at - now;
            refuse(
                    late,
                    LocalLimiter.refusal(Reason.DEADLINE, late.path, late.path.binding(), late.needs, expected, now),
                    now);
        }
    }

    private static long firstDeadline(FairQueue queue) {
        Waiter first = queue.firstDeadline();
        return first == null ? Demand.NO_DEADLINE : first.demand.deadline();
    }

    /** Serves somebody that may pass the claim; otherwise tells when somebody may. */
    private long letPass(FairQueue queue, Waiter claim, long now) {
        if (queue.size() == 1) {
            return Lane.NEVER;
        }
        long earliest = Lane.NEVER;
        for (Waiter candidate : queue.passing()) {
            if (candidate != claim) {
                long at = Math.max(candidate.path.readyAt(candidate.needs, now), queue.passesAt(candidate, now));
                if (at <= now) {
                    serve(queue, candidate, now);
                    return now;
                }
                earliest = Math.min(earliest, at);
            }
        }
        return earliest;
    }

    private void serve(FairQueue queue, Waiter waiter, long now) {
        queue.serve(waiter, now);
        leave(waiter, limiter.grant(waiter.demand, waiter.path, waiter.needs, now - waiter.since, now), now);
    }

    /** Ends a wait without a permit. */
    void refuse(Waiter waiter, Outcome.Refusal refusal, long now) {
        waiter.path.root().queue.remove(waiter);
        leave(waiter, new Refused(refusal), now);
    }

    private void leave(Waiter waiter, End end, long now) {
        backlog(waiter, -1);
        waiting--;
        limiter.waited(waiter, end, now);
        offerRoom();
    }

    void whenRoom(Runnable task) {
        if (isFull()) {
            wantRoom.add(task);
        } else {
            limiter.tell(task);
        }
    }

    private void offerRoom() {
        if (!isOffered && !wantRoom.isEmpty()) {
            isOffered = true;
            limiter.tell(this::offer);
        }
    }

    /** Runs those who want room one after the other while there is room: who has been told need not take it. */
    private void offer() {
        for (Runnable next = nextInLine(); next != null; next = nextInLine()) {
            next.run();
        }
    }

    private Runnable nextInLine() {
        return limiter.call(now -> {
            Runnable next = isFull() ? null : wantRoom.poll();
            isOffered = next != null;
            return next;
        });
    }

    /** Ends all waits; whoever wants room learns that there is none. */
    void close(List<Group> roots, long now) {
        for (Group root : roots) {
            for (Waiter waiter : root.queue.all()) {
                refuse(waiter, LocalLimiter.refusal(Reason.CLOSED, waiter.path, null, waiter.needs, 0, now), now);
            }
            disarm(root);
        }
        wantRoom.forEach(limiter::tell);
        wantRoom.clear();
    }

    private void arm(Group root, long at) {
        if (at == Lane.NEVER) {
            disarm(root);
            return;
        }
        Armed armed = alarms.get(root);
        if (armed != null && armed.at == at) {
            return;
        }
        disarm(root);
        alarms.put(root, new Armed(at, timeline.at(at, () -> wake(root, at))));
    }

    private void disarm(Group root) {
        if (alarms.isEmpty()) {
            return;
        }
        Armed armed = alarms.remove(root);
        if (armed != null) {
            armed.alarm.cancel();
        }
    }

    private void wake(Group root, long at) {
        limiter.call(now -> {
            Armed armed = alarms.get(root);
            if (armed != null && armed.at == at) {
                alarms.remove(root);
                callOut(root, now);
            }
            return null;
        });
    }
}
