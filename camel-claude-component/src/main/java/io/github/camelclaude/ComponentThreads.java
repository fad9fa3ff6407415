/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ThreadPoolProfile;

/** The threads of a component, all of them Camel's to name, show and shut down. */
final class ComponentThreads {

    /** The JDK's HTTP client only needs threads for TLS and for handing on what was read. */
    private static final int NETWORK_THREADS = 4;

    /** As many as may wait for a cache at once. */
    private static final int COUNT_THREADS = 8;

    private final ExecutorServiceManager manager;
    private final Object owner;
    private final ExecutorService workers;
    private final ExecutorService network;
    private final ScheduledExecutorService timer;
    private ExecutorService counting;

    ComponentThreads(CamelContext context, Object owner, int workerPoolSize) {
        manager = context.getExecutorServiceManager();
        this.owner = owner;
        workers = manager.newThreadPool(owner, "ClaudeWorker", profile("ClaudeWorker", workerPoolSize));
        network = manager.newThreadPool(owner, "ClaudeNetwork", profile("ClaudeNetwork", NETWORK_THREADS));
        timer = manager.newScheduledThreadPool(owner, "ClaudeTimer", 1);
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
    ExecutorService workers() {
        return workers;
    }

    /** The HTTP client's own work. */
    ExecutorService network() {
        return network;
    }

    /** Closes idle streams. */
    ScheduledExecutorService timer() {
        return timer;
    }

    /** Looks into the cache of token counts. Made when it is first wanted: few components count. */
    synchronized ExecutorService counting() {
        if (counting == null) {
            counting = manager.newThreadPool(owner, "ClaudeCount", profile("ClaudeCount", COUNT_THREADS));
        }
        return counting;
    }

    synchronized void shutdown() {
        if (counting != null) {
            manager.shutdownNow(counting);
        }
        manager.shutdownNow(timer);
        manager.shutdownGraceful(workers);
        manager.shutdownGraceful(network);
    }
}
