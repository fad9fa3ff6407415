/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * A share of a pool: one thread of it at most, tasks in their order. One whose tasks wait long holds up nobody else.
 */
final class OneByOne implements Executor {

    private final Executor pool;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    OneByOne(Executor pool) {
        this.pool = pool;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        try {
            pool.execute(this::run);
        } catch (RuntimeException e) {
            synchronized (tasks) {
                running = false;
                tasks.remove(task);
            }
            throw e;
        }
    }

    /** Does one task, then stands in line again: so that several who share a small pool take turns. */
    private void run() {
        Runnable task;
        synchronized (tasks) {
            task = tasks.poll();
        }
        try {
            if (task != null) {
                task.run();
            }
        } finally {
            next();
        }
    }

    private void next() {
        synchronized (tasks) {
            if (tasks.isEmpty()) {
                running = false;
                return;
            }
        }
        pool.execute(this::run);
    }
}
