/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import io.github.camelclaude.catalog.ClaudeModel;
import io.github.camelclaude.catalog.ModelCatalog;
import io.github.camelclaude.catalog.TokenUsage;
import io.github.camelclaude.prefix.Economics;
import io.github.camelclaude.prefix.PrefixRegistry;
import io.github.camelclaude.prefix.WarmGate;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What calls share about the prompt cache: the registry of what is cached, the gate before what is not, and the sums of what it
 * saves. Belongs to a component and outlives its routes. A call that marks nothing has nothing to do with it.
 *
 * <p>To look into the registry a call leaves the thread that brings it, and with that the {@link Door} loses its hold on the
 * source. So each call that looks has a place here until it has its permit, as many as may wait in the queue; if there is none,
 * the thread stands, as it does before the queue.
 */
public final class PromptCaching implements AutoCloseable {

    /** So many answers are read at once that others wait for the beginning of. */
    public static final int READERS = 8;

    /** So long another node leaves a prefix to the one that warms it and gives no sign of life. */
    public static final Duration LEASE = Duration.ofSeconds(10);

    private final Supplier<PrefixRegistry> open;
    private final boolean gated;
    private final Admission admission;
    private final ModelCatalog catalog;
    private final RandomGenerator random;
    private final WarmGate gate = new WarmGate();
    private final Economics economics = new Economics();
    private final Anteroom anteroom;
    private final EarlyAnswer early;
    private final long leaseMillis;
    private PrefixRegistry registry;

    /**
     * @param open     opens what is known, which may be shared with other nodes; when the first call marks something
     * @param gated    whether calls wait for the first of them to write their prefix
     * @param lease    how long another node leaves a prefix to one that gives no sign of life
     * @param random   for jitter
     * @param readers  {@link #READERS} threads to read answers on that others wait for; null to let them wait for the whole
     */
    public PromptCaching(
            Supplier<PrefixRegistry> open,
            boolean gated,
            Duration lease,
            Admission admission,
            ModelCatalog catalog,
            RandomGenerator random,
            Executor readers) {
        this.open = open;
        this.gated = gated;
        this.leaseMillis = lease.toMillis();
        this.admission = admission;
        this.catalog = catalog;
        this.random = random;
        this.early = readers == null ? null : new EarlyAnswer(admission, readers, READERS);
        this.anteroom = new Anteroom(admission.settings().maxQueueSize());
    }

    /** The part that the prompt cache has in a call; null if it has none. */
    CacheCourse course(Call call) {
        return call.plan().marks().isEmpty() ? null : new CacheCourse(this, call);
    }

    synchronized PrefixRegistry registry() {
        if (registry == null) {
            registry = open.get();
        }
        return registry;
    }

    boolean isGated() {
        return gated;
    }

    WarmGate gate() {
        return gate;
    }

    Admission admission() {
        return admission;
    }

    /** Null if there is nobody to read it. */
    EarlyAnswer early() {
        return early;
    }

    Anteroom anteroom() {
        return anteroom;
    }

    long leaseMillis() {
        return leaseMillis;
    }

    /** A time to come, never earlier than said, up to twice as late. */
    long jittered(long millis) {
        return millis + Math.round(millis * random.nextDouble());
    }

    /** Milliseconds since 1970, as entries have them. */
    long millis() {
        return admission.timeline().now() / 1_000_000;
    }

    void count(Call call, TokenUsage usage, long missed, long sent) {
        ClaudeModel model = catalog.find(call.request().model()).orElse(null);
        economics.add(new Economics.Use(call.plan().prefix(), model, usage, missed, sent));
    }

    /** An item of a batch was answered. */
    public void countItem(String prefix, ClaudeModel model, TokenUsage usage) {
        if (!prefix.isEmpty() || usage.cacheRead() + usage.cacheWrite() > 0) {
            economics.addItem(prefix, model, usage);
        }
    }

    /** What the cache saved a call, in USD; nothing for a call without it. */
    static Optional<BigDecimal> saved(Optional<ClaudeModel> model, TokenUsage usage) {
        return usage.cacheRead() + usage.cacheWrite() == 0
                ? Optional.empty()
                : model.map(known -> Economics.saved(known, usage));
    }

    /** Whether it pays: sums by prefix. */
    public Map<String, Object> picture() {
        return withWaiting(economics.picture());
    }

    /** The same with what would have cost the least. */
    public Map<String, Object> report() {
        return withWaiting(economics.report());
    }

    /** The same as a table to read. */
    public String table() {
        return economics.table();
    }

    private Map<String, Object> withWaiting(Map<String, Object> map) {
        map.put("waiting", waiting());
        return map;
    }

    /** How many calls wait for somebody else to write their prefix. */
    public int waiting() {
        return gate.waiting();
    }

    /** The context has begun to stop: nobody stands before the anteroom any more. */
    public void stopWaiting() {
        anteroom.open();
    }

    @Override
    public void close() {
        anteroom.open();
        gate.close();
        letGo();
    }

    private synchronized void letGo() {
        if (registry != null) {
            registry.close();
        }
    }
}
