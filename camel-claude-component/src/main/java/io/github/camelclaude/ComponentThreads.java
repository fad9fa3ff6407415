/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import io.github.camelclaude.call.OwnThreads;
import io.github.camelclaude.call.PromptCaching;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.util.concurrent.SizedScheduledExecutorService;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;

/** The threads of a component, all of them Camel's to name, show and shut down. */
final class ComponentThreads {

    /** The JDK's HTTP client only needs threads for TLS and for handing on what was read. */
    private static final int NETWORK_THREADS = 4;

    /** What runs there reads and writes JSON and waits for nothing. */
    private static final int CALL_THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

    /** As many as may wait for a cache at once. */
    private static final int COUNT_THREADS = 8;

    /** As many as may wait for the cache of prefixes at once. */
    private static final int PREFIX_THREADS = 4;

    /** Batches are sent one at a time by each endpoint. */
    private static final int LEDGER_THREADS = 4;

    /** Each backend takes one at most. */
    private static final int CREDENTIAL_THREADS = 4;

    private final ExecutorServiceManager manager;
    private final Object owner;
    private final ExecutorService workerPool;
    private final Executor workers;
    private final ExecutorService callPool;
    private final Executor calls;
    private final ExecutorService networkPool;
    private final Executor network;
    private final ScheduledExecutorService timer;
    private final LazyPool counting = new LazyPool("ClaudeCount", COUNT_THREADS);
    private final LazyPool prefixes = new LazyPool("ClaudePrefix", PREFIX_THREADS);
    private final LazyPool warmers = new LazyPool("ClaudeWarmer", PromptCaching.READERS);
    private final LazyPool credentials = new LazyPool("ClaudeCredentials", CREDENTIAL_THREADS);
    private final LazyPool ledger = new LazyPool("ClaudeLedger", LEDGER_THREADS);
    private ScheduledExecutorService leases;

    ComponentThreads(CamelContext context, Object owner, int workerPoolSize) {
        manager = context.getExecutorServiceManager();
        this.owner = owner;
        workerPool = manager.newThreadPool(owner, "ClaudeWorker", ending("ClaudeWorker", workerPoolSize));
        workers = neverLosing(OwnThreads.marked(workerPool));
        callPool = manager.newThreadPool(owner, "ClaudeCall", ending("ClaudeCall", CALL_THREADS));
        calls = neverLosing(OwnThreads.marked(callPool));
        networkPool = manager.newThreadPool(owner, "ClaudeNetwork", ending("ClaudeNetwork", NETWORK_THREADS));
        network = neverLosing(networkPool);
        timer = manager.newScheduledThreadPool(owner, "ClaudeTimer", 1);
        forgetCancelled(timer);
    }

    /** Alarms are cancelled far more often than they go off, and each holds a call. */
    private static void forgetCancelled(ScheduledExecutorService timer) {
        ScheduledExecutorService inner =
                timer instanceof SizedScheduledExecutorService sized ? sized.getScheduledThreadPoolExecutor() : timer;
        if (inner instanceof ScheduledThreadPoolExecutor pool) {
            pool.setRemoveOnCancelPolicy(true);
        }
    }

    /** A pool that says so when it is shut down; Camel's own choice then drops a task, and the exchange that it ends. */
    private static ThreadPoolProfile ending(String name, int size) {
        ThreadPoolProfile profile = profile(name, size);
        profile.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
        return profile;
    }

    /** What comes after the pool was shut down runs where it is: calls end then, and each has to. */
    private static Executor neverLosing(Executor pool) {
        return task -> {
            try {
                pool.execute(task);
            } catch (RejectedExecutionException e) {
                task.run();
            }
        };
    }

    private static ThreadPoolProfile profile(String name, int size) {
        ThreadPoolProfile profile = new ThreadPoolProfile(name);
        profile.setPoolSize(size);
        profile.setMaxPoolSize(size);
        profile.setKeepAliveTime(60L);
        profile.setAllowCoreThreadTimeOut(true);
        // What may wait here is bounded by the calls in flight, and for counting by TokenCounting. -1 would be no queue
        // at all, and run a route that finds all workers busy on the thread that reads from the network.
        profile.setMaxQueueSize(Integer.MAX_VALUE);
        return profile;
    }

    /** Routes go on here after an answer. */
    Executor workers() {
        return workers;
    }

    /** Attempts start here if they had to wait, and are settled here: no route can hold that up. */
    Executor calls() {
        return calls;
    }

    /** The HTTP client's own work. */
    Executor network() {
        return network;
    }

    /** Closes idle streams, and tells the limiter the time. */
    ScheduledExecutorService timer() {
        return timer;
    }

    /** Looks into the cache of token counts: few components count. */
    Executor counting() {
        return counting;
    }

    /** Looks into the cache of prefixes: few calls name one. */
    Executor prefixes() {
        return prefixes;
    }

    /** Reads answers that others wait for the beginning of. */
    Executor warmers() {
        return warmers;
    }

    /**
     * A pool that is made when its first task comes. Calls that end while everything shuts down come here, too, so that it waits
     * for nobody: its lock is its own.
     */
    private final class LazyPool implements Executor {

        private final String name;
        private final int size;
        private ExecutorService pool;
        private boolean over;

        private LazyPool(String name, int size) {
            this.name = name;
            this.size = size;
        }

        @Override
        public void execute(Runnable task) {
            pool().execute(task);
        }

        private synchronized ExecutorService pool() {
            if (over) {
                throw new RejectedExecutionException(name + " has been shut down");
            }
            if (pool == null) {
                pool = manager.newThreadPool(owner, name, ending(name, size));
            }
            return pool;
        }

        private void shutdown(Consumer<ExecutorService> how) {
            ExecutorService last;
            synchronized (this) {
                over = true;
                last = pool;
            }
            if (last != null) {
                how.accept(last);
            }
        }
    }

    /** Waits for credentials of clouds, which come from the network now and then. */
    Executor credentials() {
        return credentials;
    }

    /** Waits for the batch ledger between the admission of a batch and its attempt. */
    Executor ledger() {
        return ledger;
    }

    /** Keeps leases of the batch ledger, which waits for the database. */
    synchronized ScheduledExecutorService leases() {
        if (leases == null) {
            leases = manager.newScheduledThreadPool(owner, "ClaudeLease", 1);
        }
        return leases;
    }

    synchronized void shutdown() {
        if (leases != null) {
            manager.shutdownNow(leases);
            leases = null;
        }
        ledger.shutdown(manager::shutdownGraceful);
        credentials.shutdown(manager::shutdownNow);
        warmers.shutdown(manager::shutdownNow);
        prefixes.shutdown(manager::shutdownNow);
        counting.shutdown(manager::shutdownNow);
        manager.shutdownNow(timer);
        manager.shutdownGraceful(callPool);
        manager.shutdownGraceful(workerPool);
        manager.shutdownGraceful(networkPool);
    }
}
