/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.prefix;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Lets one call write a prefix while the others wait. An entry can be read only once the first answer has begun: calls that
 * leave before write it once more each.
 *
 * <p>The first that comes has the turn to warm. When its answer begins, all that wait go on, as readers; if it fails, the one
 * that has waited for longest has the turn. A turn ends once, whatever is said of it afterwards. Whoever does not want to wait
 * any longer cancels what it waits for. Nothing is kept of a prefix for which nobody has the turn.
 */
public final class WarmGate {

    /** One that has the turn, and those who wait for it. */
    private final Map<String, Set<Waiting>> prefixes = new HashMap<>();

    private boolean closed;

    /** How a call goes on. */
    public final class Turn {

        private final String key;
        private final boolean warms;
        private boolean over;

        private Turn(String key, boolean warms) {
            this.key = key;
            this.warms = warms;
        }

        /** Whether it writes the prefix, and others wait for it. */
        public boolean warms() {
            return warms;
        }

        /** Its answer has begun, or it has found that somebody else has written the prefix. */
        public void opened() {
            end(this, true);
        }

        /** It will not write the prefix. */
        public void failed() {
            end(this, false);
        }
    }

    private static final class Waiting extends CompletableFuture<Turn> {}

    /** The turn of a call, at once or when its time comes. */
    public CompletableFuture<Turn> enter(String key) {
        Waiting waiting = new Waiting();
        synchronized (prefixes) {
            if (closed) {
                return CompletableFuture.completedFuture(new Turn(key, false));
            }
            Set<Waiting> others = prefixes.get(key);
            if (others == null) {
                prefixes.put(key, new LinkedHashSet<>());
                return CompletableFuture.completedFuture(new Turn(key, true));
            }
            others.add(waiting);
        }
        waiting.whenComplete((turn, failure) -> {
            if (waiting.isCancelled()) {
                leave(key, waiting);
            }
        });
        return waiting;
    }

    private void leave(String key, Waiting waiting) {
        synchronized (prefixes) {
            Set<Waiting> others = prefixes.get(key);
            if (others != null) {
                others.remove(waiting);
            }
        }
    }

    private void end(Turn turn, boolean opened) {
        if (!turn.warms) {
            return;
        }
        synchronized (prefixes) {
            if (turn.over) {
                return;
            }
            turn.over = true;
        }
        if (opened) {
            letAllGo(turn.key);
        } else {
            handOn(turn.key);
        }
    }

    private void letAllGo(String key) {
        Set<Waiting> all;
        synchronized (prefixes) {
            all = prefixes.remove(key);
        }
        if (all != null) {
            all.forEach(one -> one.complete(new Turn(key, false)));
        }
    }

    /** To the first that still wants it. */
    private void handOn(String key) {
        while (true) {
            Waiting next;
            synchronized (prefixes) {
                Set<Waiting> others = prefixes.get(key);
                if (others == null || others.isEmpty()) {
                    prefixes.remove(key);
                    return;
                }
                next = others.iterator().next();
                others.remove(next);
            }
            if (next.complete(new Turn(key, true))) {
                return;
            }
        }
    }

    /** How many wait. */
    public int waiting() {
        synchronized (prefixes) {
            return prefixes.values().stream().mapToInt(Set::size).sum();
        }
    }

    /** From now on nobody waits here. */
    public void close() {
        List<String> keys;
        synchronized (prefixes) {
            closed = true;
            keys = List.copyOf(prefixes.keySet());
        }
        keys.forEach(this::letAllGo);
    }
}
