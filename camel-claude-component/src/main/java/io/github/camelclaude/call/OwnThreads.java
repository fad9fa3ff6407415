/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import java.util.concurrent.Executor;

/** Knows the threads of this component, which must never be made to wait for one another. */
public final class OwnThreads {

    private static final ThreadLocal<Boolean> OWN = new ThreadLocal<>();

    private OwnThreads() {}

    /** Whether the current thread runs a task of an executor that was {@link #marked}. */
    static boolean isCurrent() {
        return OWN.get() != null;
    }

    /** The same executor; its tasks know that they run on a thread of our own. */
    public static Executor marked(Executor executor) {
        return task -> executor.execute(() -> {
            boolean nested = isCurrent();
            OWN.set(true);
            try {
                task.run();
            } finally {
                if (!nested) {
                    OWN.remove();
                }
            }
        });
    }
}
