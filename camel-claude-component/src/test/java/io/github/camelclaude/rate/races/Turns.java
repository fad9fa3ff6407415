/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.races;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Threads of which one runs at a time. At certain points of their way, above all before a lock is taken and after it was let
 * go, chance decides who runs on, so that the same seed gives the same interleaving.
 */
final class Turns {

    private final Random chance;
    private final List<Worker> workers = new ArrayList<>();
    private final Semaphore allDone = new Semaphore(0);

    Turns(Random chance) {
        this.chance = chance;
    }

    private static final class Worker extends Thread {
        private final Semaphore turn = new Semaphore(0);
        private volatile boolean isDone;
        private Throwable failure;

        private Worker(Runnable task) {
            super(task);
        }
    }

    /** Runs all of them to their ends, by turns. */
    void run(List<Runnable> tasks) {
        for (Runnable task : tasks) {
            Worker[] self = new Worker[1];
            self[0] = new Worker(() -> {
                self[0].turn.acquireUninterruptibly();
                try {
                    task.run();
                } catch (RuntimeException | Error e) {
                    self[0].failure = e;
                }
                self[0].isDone = true;
                giveTurn();
            });
            workers.add(self[0]);
        }
        workers.forEach(Worker::start);
        giveTurn();
        allDone.acquireUninterruptibly();
        for (Worker worker : workers) {
            if (worker.failure != null) {
                throw new IllegalStateException("A thread has failed", worker.failure);
            }
        }
    }

    private void giveTurn() {
        List<Worker> able = workers.stream().filter(worker -> !worker.isDone).toList();
        if (able.isEmpty()) {
            allDone.release();
        } else {
            able.get(chance.nextInt(able.size())).turn.release();
        }
    }

    /** Others may run on here. Only who takes part is concerned. */
    void point() {
        if (Thread.currentThread() instanceof Worker worker && workers.contains(worker)) {
            giveTurn();
            worker.turn.acquireUninterruptibly();
        }
    }

    /** A lock with such a point before and behind it. */
    ReentrantLock lock() {
        return new ReentrantLock() {
            @Override
            public void lock() {
                point();
                while (!tryLock()) {
                    point();
                }
            }

            @Override
            public void unlock() {
                super.unlock();
                point();
            }
        };
    }
}
