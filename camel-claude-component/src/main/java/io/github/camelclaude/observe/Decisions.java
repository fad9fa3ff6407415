/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.observe;

import io.github.camelclaude.call.Decision;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The records of the last thousand calls. */
public final class Decisions implements Consumer<Decision> {

    static final int MOST = 1_000;

    private final Deque<Decision> latest = new ArrayDeque<>();

    @Override
    public synchronized void accept(Decision decision) {
        if (latest.size() == MOST) {
            latest.removeFirst();
        }
        latest.addLast(decision);
    }

    /**
     * The latest record about a permit, a ticket, an exchange or a request, ready for JSON; empty if there is none any more. What
     * became of the attempts of the call before that one is told beside it.
     */
    public Optional<Map<String, Object>> about(String name) {
        List<Decision> all;
        synchronized (this) {
            all = List.copyOf(latest);
        }
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).isAbout(name)) {
                Map<String, Object> found = all.get(i).toMap();
                List<Map<String, Object>> earlier = earlier(all, i);
                if (!earlier.isEmpty()) {
                    found.put("earlierAttempts", earlier);
                }
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    private static List<Map<String, Object>> earlier(List<Decision> all, int found) {
        LinkedList<Map<String, Object>> earlier = new LinkedList<>();
        Decision next = all.get(found);
        for (int i = found - 1; i >= 0; i--) {
            if (all.get(i).isBefore(next)) {
                next = all.get(i);
                earlier.addFirst(next.toMap());
            }
        }
        return earlier;
    }
}
