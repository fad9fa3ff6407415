/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.observe;

import io.github.camelclaude.call.Decision;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
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

    /** The latest record about a permit, a ticket or an exchange; empty if there is none any more. */
    public Optional<Decision> about(String permitOrExchange) {
        List<Decision> all;
        synchronized (this) {
            all = List.copyOf(latest);
        }
        Optional<Decision> found = Optional.empty();
        for (Iterator<Decision> each = all.iterator(); each.hasNext(); ) {
            Decision decision = each.next();
            if (decision.isAbout(permitOrExchange)) {
                found = Optional.of(decision);
            }
        }
        return found;
    }
}
