/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.cache;

import io.github.camelclaude.counttokens.BoundedEhcache;
import io.github.camelclaude.prefix.LocalPrefixes;
import io.github.camelclaude.prefix.PrefixEntry;
import io.github.camelclaude.prefix.PrefixRegistry;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.cache.Cache;
import javax.cache.configuration.Configuration;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry of cached prefixes in a JCache of any provider, which nodes may share: texts under texts, with all times inside
 * the texts. Keys are hashes with the names of an account and a model; nothing of a prompt is in them.
 *
 * <p>The role of who warms a prefix is an entry that is put if there is none, and replaced by compare and set once its time is
 * over: a node that dies keeps it for no longer than that.
 *
 * <p>A cache may be slow: it is only touched on threads of our own. What takes longer than {@link #PATIENCE_MILLIS}, and what
 * comes while {@link #MOST} wait, fails; its caller goes on without. That is said once.
 */
public final class JCachePrefixes implements PrefixRegistry {

    static final long PATIENCE_MILLIS = 2_000;
    static final int MOST = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(JCachePrefixes.class);
    private static final String ENTRY = "prefix/";
    private static final String ROLE = "warmer/";

    private final Cache<String, String> cache;
    private final boolean owned;
    private final Executor threads;
    private final String me = HexFormat.of().toHexDigits(new SecureRandom().nextLong());
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean complained = new AtomicBoolean();

    /**
     * @param owned   whether to close it
     * @param threads may wait for it
     */
    JCachePrefixes(Cache<String, String> cache, boolean owned, Executor threads) {
        this.cache = cache;
        this.owned = owned;
        this.threads = threads;
    }

    /**
     * Takes the cache that the user names, or makes one: Ehcache's, or where that is not on the class path, a plain one in
     * memory.
     *
     * @param named   the user's cache, or null
     * @param entries how many entries one of our own may hold
     * @param threads a few that may wait for the cache
     * @throws IllegalArgumentException if the user's cache is not one for texts
     */
    public static PrefixRegistry open(
            CamelContext context, Cache<String, String> named, int entries, Executor threads) {
        if (named != null) {
            requireTexts(named);
            return new JCachePrefixes(named, false, threads);
        }
        return context.getClassResolver().resolveClass(BoundedEhcache.PROVIDER) == null
                ? new LocalPrefixes(entries)
                : new JCachePrefixes(BoundedEhcache.open("claude-prefixes", entries), true, threads);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static void requireTexts(Cache cache) {
        Configuration<?, ?> configuration = cache.getConfiguration(Configuration.class);
        if (!configuration.getKeyType().isAssignableFrom(String.class)
                || !configuration.getValueType().isAssignableFrom(String.class)) {
            throw new IllegalArgumentException("prefixCache=" + cache.getName() + " keeps "
                    + configuration.getValueType().getName() + " under "
                    + configuration.getKeyType().getName() + ": it must take java.lang.String for both");
        }
    }

    @Override
    public CompletionStage<Map<String, PrefixEntry>> find(Collection<String> keys) {
        return later(() -> {
            Set<String> wanted = new LinkedHashSet<>();
            keys.forEach(key -> wanted.add(ENTRY + key));
            Map<String, PrefixEntry> found = new LinkedHashMap<>();
            cache.getAll(wanted).forEach((key, text) -> {
                if (text != null) {
                    PrefixEntry.of(text).ifPresent(entry -> found.put(key.substring(ENTRY.length()), entry));
                }
            });
            return found;
        });
    }

    @Override
    public CompletionStage<Void> keep(Map<String, PrefixEntry> entries) {
        return later(() -> {
            Map<String, String> texts = new LinkedHashMap<>();
            entries.forEach((key, entry) -> texts.put(ENTRY + key, entry.text()));
            cache.putAll(texts);
            return null;
        });
    }

    @Override
    public CompletionStage<Void> forget(Collection<String> keys) {
        return later(() -> {
            Set<String> gone = new LinkedHashSet<>();
            keys.forEach(key -> gone.add(ENTRY + key));
            cache.removeAll(gone);
            return null;
        });
    }

    @Override
    public CompletionStage<Boolean> claim(String key, long now, long until) {
        return later(() -> {
            String mine = until + " " + me;
            if (cache.putIfAbsent(ROLE + key, mine)) {
                return true;
            }
            String held = cache.get(ROLE + key);
            if (held == null) {
                return cache.putIfAbsent(ROLE + key, mine);
            }
            return (held.endsWith(" " + me) || isOver(held, now)) && cache.replace(ROLE + key, held, mine);
        });
    }

    /** What nobody can read stands in nobody's way. */
    private static boolean isOver(String held, long now) {
        try {
            return Long.parseLong(held.substring(0, Math.max(0, held.indexOf(' ')))) <= now;
        } catch (NumberFormatException e) {
            return true;
        }
    }

    @Override
    public CompletionStage<Void> release(String key) {
        return later(() -> {
            String held = cache.get(ROLE + key);
            if (held != null && held.endsWith(" " + me)) {
                cache.remove(ROLE + key, held);
            }
            return null;
        });
    }

    private <T> CompletableFuture<T> later(Supplier<T> asked) {
        CompletableFuture<T> result = new CompletableFuture<>();
        if (waiting.incrementAndGet() > MOST) {
            waiting.decrementAndGet();
            result.completeExceptionally(new IllegalStateException("Too much waits for the cache of prefixes already"));
            return result;
        }
        try {
            threads.execute(() -> {
                waiting.decrementAndGet();
                run(asked, result);
            });
        } catch (RejectedExecutionException e) {
            waiting.decrementAndGet();
            result.completeExceptionally(e);
        }
        return result.orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private <T> void run(Supplier<T> asked, CompletableFuture<T> result) {
        if (result.isDone()) {
            return;
        }
        try {
            result.complete(asked.get());
        } catch (RuntimeException e) {
            complain(e);
            result.completeExceptionally(e);
        }
    }

    private void complain(RuntimeException failure) {
        if (complained.compareAndSet(false, true)) {
            LOG.warn("The cache of prefixes fails; calls go on without it, and this is only said once", failure);
        }
    }

    @Override
    public void close() {
        complained.set(true);
        if (owned) {
            cache.getCacheManager().getCachingProvider().close();
        }
    }
}
