/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The clients of a component, one for each place and key, counted by their users: an endpoint that starts borrows one, an
 * endpoint that stops gives it back. One that nobody uses is kept for the next, so that routes can be reloaded any number
 * of times and clients, threads and connections stay as many as they were; beyond a few, the one unused longest is closed.
 */
public final class SharedBackends implements AutoCloseable {

    /** Enough for the endpoints of a route that is being reloaded; few enough for years of rotated keys. */
    static final int MOST_UNUSED = 4;

    private final Function<BackendSettings, Backend> factory;
    /** In the order in which they were last given back. */
    private final Map<BackendSettings, Shared> backends = new LinkedHashMap<>();

    public SharedBackends(Function<BackendSettings, Backend> factory) {
        this.factory = factory;
    }

    /** Borrows the backend of these settings; to be returned by {@link #release} exactly once. */
    public synchronized Backend borrow(BackendSettings settings) {
        Shared shared = backends.computeIfAbsent(settings, key -> new Shared(factory.apply(key)));
        shared.users++;
        return shared.backend;
    }

    /** Returns a borrowed backend. */
    public void release(BackendSettings settings) {
        List<Backend> surplus;
        synchronized (this) {
            Shared shared = backends.remove(settings);
            if (shared == null) {
                return;
            }
            shared.users = Math.max(0, shared.users - 1);
            backends.put(settings, shared);
            surplus = removeSurplus();
        }
        surplus.forEach(Backend::close);
    }

    private List<Backend> removeSurplus() {
        List<Backend> surplus = new ArrayList<>();
        long unused =
                backends.values().stream().filter(shared -> shared.users == 0).count();
        Iterator<Shared> oldestFirst = backends.values().iterator();
        while (unused > MOST_UNUSED) {
            Shared shared = oldestFirst.next();
            if (shared.users == 0) {
                oldestFirst.remove();
                surplus.add(shared.backend);
                unused--;
            }
        }
        return surplus;
    }

    /** How many backends are open. */
    public synchronized int size() {
        return backends.size();
    }

    /** Closes all, in use or not. */
    @Override
    public void close() {
        List<Shared> all;
        synchronized (this) {
            all = List.copyOf(backends.values());
            backends.clear();
        }
        all.forEach(shared -> shared.backend.close());
    }

    private static final class Shared {
        private final Backend backend;
        private int users;

        private Shared(Backend backend) {
            this.backend = backend;
        }
    }
}
