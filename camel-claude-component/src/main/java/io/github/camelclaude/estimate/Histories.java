/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.estimate;

import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * A bounded number of histories. Reading one takes no lock and writes only a flag, once; when a new one is one too many, a
 * hand goes round and forgets the first that has not been used since it last came by (the CLOCK rule).
 */
final class Histories {

    private final int most;
    private final Function<CallKey, History> begin;
    private final ConcurrentMap<CallKey, Entry> entries = new ConcurrentHashMap<>();
    private final Queue<CallKey> round = new ConcurrentLinkedQueue<>();
    private final ReentrantLock forgetting = new ReentrantLock();

    Histories(int most, Function<CallKey, History> begin) {
        if (most < 1) {
            throw new IllegalArgumentException("At least one route and model is remembered, not " + most);
        }
        this.most = most;
        this.begin = begin;
    }

    History of(CallKey key) {
        Entry known = entries.get(key);
        if (known != null) {
            known.use();
            return known.history;
        }
        Entry made = entries.computeIfAbsent(key, missing -> {
            round.add(missing);
            return new Entry(begin.apply(missing));
        });
        forgetTheUnused(key);
        return made.history;
    }

    int size() {
        return entries.size();
    }

    private void forgetTheUnused(CallKey kept) {
        if (entries.size() <= most) {
            return;
        }
        forgetting.lock();
        try {
            CallKey next;
            while (entries.size() > most && (next = round.poll()) != null) {
                Entry entry = entries.get(next);
                if (next.equals(kept) || entry == null || entry.wasUsed()) {
                    round.add(next);
                } else {
                    entries.remove(next);
                }
            }
        } finally {
            forgetting.unlock();
        }
    }

    private static final class Entry {

        private final History history;
        private volatile boolean used;

        private Entry(History history) {
            this.history = history;
        }

        private void use() {
            if (!used) {
                used = true;
            }
        }

        private boolean wasUsed() {
            boolean was = used;
            used = false;
            return was;
        }
    }
}
