/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.counttokens;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;

/** At most so many at once; what comes later waits, first come, first served, and costs no thread meanwhile. */
final class Turns {

    private final int atOnce;
    private final Executor executor;
    private final Set<Runnable> waiting = new LinkedHashSet<>();
    private int taken;

    /** @param executor runs what had to wait */
    Turns(int atOnce, Executor executor) {
        this.atOnce = atOnce;
        this.executor = executor;
    }

    /** Runs it now, or when it is its turn; its turn lasts until {@link #pass}. */
    void take(Runnable what) {
        synchronized (this) {
            if (taken == atOnce) {
                waiting.add(what);
                return;
            }
            taken++;
        }
        what.run();
    }

    /** It need not wait any longer. */
    synchronized void forget(Runnable what) {
        waiting.remove(what);
    }

    /** A turn is over. */
    void pass() {
        Runnable next;
        synchronized (this) {
            Iterator<Runnable> first = waiting.iterator();
            if (!first.hasNext()) {
                taken--;
                return;
            }
            next = first.next();
            first.remove();
        }
        executor.execute(next);
    }
}
