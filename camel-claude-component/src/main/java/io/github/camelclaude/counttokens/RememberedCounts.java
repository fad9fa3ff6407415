/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.counttokens;

import io.github.camelclaude.backend.ClaudeRequest;
import io.github.camelclaude.backend.TokenCount;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.cache.Cache;
import javax.cache.configuration.Configuration;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The counts of prompts seen before, in a JCache: a text under a hash. The text holds the count, when it was made and
 * whether a simulator made it, so that a count expires whatever the cache thinks of expiry, and any provider and any other
 * node can keep and read it. A cache that fails costs calls, never answers.
 */
final class RememberedCounts implements AutoCloseable {

    /** Models stay as they are; what may change under one name is where the name points. */
    static final Duration LIFETIME = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(RememberedCounts.class);
    private static final Pattern VALUE = Pattern.compile("(\\d{1,15}) (\\d{1,15})( simulated)?");

    private final Cache<String, String> cache;
    private final boolean owned;
    private final InstantSource clock;
    private final AtomicBoolean complained = new AtomicBoolean();

    /**
     * @param cache where counts are kept, or null to remember nothing
     * @param owned whether to close it
     */
    RememberedCounts(Cache<String, String> cache, boolean owned, InstantSource clock) {
        this.cache = cache;
        this.owned = owned;
        this.clock = clock;
    }

    /**
     * Takes the cache that the user names, or makes one.
     *
     * @param named   the user's cache, or null
     * @param entries how many counts a cache of our own may hold; 0 to remember nothing
     * @throws IllegalArgumentException if the user's cache is not one for texts
     */
    static RememberedCounts open(CamelContext context, Cache<String, String> named, int entries) {
        if (entries == 0) {
            return new RememberedCounts(null, false, InstantSource.system());
        }
        if (named != null) {
            requireTexts(named);
            return new RememberedCounts(named, false, InstantSource.system());
        }
        if (context.getClassResolver().resolveClass(BoundedEhcache.PROVIDER) == null) {
            LOG.info("Token counts are not remembered: add org.ehcache:ehcache, or set tokenCountCache");
            return new RememberedCounts(null, false, InstantSource.system());
        }
        return new RememberedCounts(BoundedEhcache.open("claude-token-counts", entries), true, InstantSource.system());
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static void requireTexts(Cache cache) {
        Configuration<?, ?> configuration = cache.getConfiguration(Configuration.class);
        if (!configuration.getKeyType().isAssignableFrom(String.class)
                || !configuration.getValueType().isAssignableFrom(String.class)) {
            throw new IllegalArgumentException("tokenCountCache=" + cache.getName() + " keeps "
                    + configuration.getValueType().getName() + " under "
                    + configuration.getKeyType().getName() + ": it must take java.lang.String for both");
        }
    }

    /** What {@link #find} and {@link #keep} know the request by. */
    String key(String place, ClaudeRequest request) {
        return cache == null ? "" : ContentHash.of(place, request);
    }

    Optional<TokenCount> find(String key) {
        if (cache == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(cache.get(key)).flatMap(this::read);
        } catch (RuntimeException e) {
            complain(e);
            return Optional.empty();
        }
    }

    void keep(String key, TokenCount count) {
        if (cache == null) {
            return;
        }
        try {
            cache.put(key, count.inputTokens() + " " + clock.millis() + (count.simulated() ? " simulated" : ""));
        } catch (RuntimeException e) {
            complain(e);
        }
    }

    /** A time too far ahead is no better than one too long ago. */
    private Optional<TokenCount> read(String value) {
        Matcher parts = VALUE.matcher(value);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Instant counted = Instant.ofEpochMilli(Long.parseLong(parts.group(2)));
        return Duration.between(counted, clock.instant()).abs().compareTo(LIFETIME) < 0
                ? Optional.of(new TokenCount(Long.parseLong(parts.group(1)), parts.group(3) != null))
                : Optional.empty();
    }

    private void complain(RuntimeException failure) {
        if (complained.compareAndSet(false, true)) {
            LOG.warn(
                    "The cache of token counts fails; counting goes on without it, and this is only said once",
                    failure);
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
