/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.prefix;

import io.github.camelclaude.catalog.ClaudeModel;
import io.github.camelclaude.catalog.TokenUsage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the calls with one prefix used, and what that saved. Changed under the lock of its owner. */
final class PrefixSums {

    /** So often a prefix has to be read so that an entry of five minutes does not expire, with time to spare. */
    private static final long KEPT_ALIVE_MILLIS = Duration.ofSeconds(270).toMillis();

    private static final int CENTS_OF_CENTS = 6;
    private static final String UNCACHED = "none";
    private static final String KEPT_ALIVE = "5m kept alive";

    private final Gaps gaps = new Gaps();
    private long calls;
    /** Of those, how many were items of batches, and of how many it is known when they were sent. */
    private long items;

    private long timed;
    private long ofLimit;
    private long hits;
    private long writes;
    private long written5m;
    private long written1h;
    private long read;
    private long uncached;
    private long missed;
    private long misses;
    private BigDecimal saved = BigDecimal.ZERO;
    private long unpriced;
    private long lastUse = Long.MIN_VALUE;
    private long tokens;
    private ClaudeModel model;

    void add(Economics.Use use) {
        TokenUsage usage = use.usage();
        count(usage);
        missed += use.missed();
        misses += use.missed() > 0 ? 1 : 0;
        ofLimit += usage.cacheRead();
        timed++;
        if (use.model() == null) {
            unpriced++;
        } else {
            model = use.model();
            saved = saved.add(Economics.saved(model, usage));
        }
        if (lastUse != Long.MIN_VALUE) {
            gaps.add(Duration.ofMillis(Math.max(0, use.sent() - lastUse)));
        }
        lastUse = Math.max(lastUse, use.sent());
        tokens = usage.cacheRead() > 0 ? usage.cacheRead() : usage.cacheWrite();
    }

    void addItem(ClaudeModel priced, TokenUsage usage) {
        count(usage);
        items++;
        if (priced == null) {
            unpriced++;
        } else {
            saved = saved.add(Economics.savedInBatch(priced, usage));
        }
    }

    private void count(TokenUsage usage) {
        calls++;
        hits += usage.cacheRead() > 0 ? 1 : 0;
        writes += usage.cacheWrite() > 0 ? 1 : 0;
        written5m += usage.cacheWrite5m();
        written1h += usage.cacheWrite1h();
        read += usage.cacheRead();
        uncached += usage.input();
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("calls", calls);
        map.put("batchItems", items);
        map.put("hits", hits);
        map.put("hitRate", share(hits, calls));
        map.put("writes", writes);
        map.put("writtenTokens5m", written5m);
        map.put("writtenTokens1h", written1h);
        map.put("readTokens", read);
        map.put("uncachedTokens", uncached);
        map.put("misses", misses);
        map.put("missedTokens", missed);
        map.put("savedUsd", usd(saved));
        map.put("savedInputTokensOfLimit", ofLimit);
        map.put("breakEven", isBreakEven());
        if (unpriced > 0) {
            map.put("callsWithoutPrice", unpriced);
        }
        return map;
    }

    private boolean isBreakEven() {
        return hits > 0 && saved.signum() >= 0;
    }

    /** The same as a line of a table. */
    CacheTable.Row row(String name, boolean withAdvice) {
        String cheapest = withAdvice && isAdvised() ? cheapest(costs()) : "";
        boolean keptAlive = cheapest.equals(KEPT_ALIVE);
        return new CacheTable.Row(
                name,
                calls,
                written5m + written1h,
                read,
                ofLimit,
                missed,
                share(hits, calls),
                saved,
                isBreakEven(),
                keptAlive ? CacheLife.FIVE_MINUTES.label() : cheapest,
                cheapest.isEmpty() ? "" : keptAlive ? "yes" : "no");
    }

    /** The cheapest way to have served these uses; nothing before there were two of a model whose price is known. */
    Optional<Map<String, Object>> advice() {
        if (!isAdvised()) {
            return Optional.empty();
        }
        Map<String, BigDecimal> costs = costs();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("cheapest", cheapest(costs));
        Map<String, Object> usd = new LinkedHashMap<>();
        costs.forEach((way, cost) -> usd.put(way, usd(cost)));
        map.put("usd", usd);
        map.put("prefixTokens", tokens);
        map.put("model", model.id());
        map.put("readsToBreakEven5m", readsToBreakEven(CacheLife.FIVE_MINUTES));
        map.put("readsToBreakEven1h", readsToBreakEven(CacheLife.ONE_HOUR));
        map.put("gaps", gaps.toMap());
        return Optional.of(map);
    }

    private Map<String, BigDecimal> costs() {
        Map<String, BigDecimal> costs = new LinkedHashMap<>();
        costs.put(UNCACHED, times(cost(new TokenUsage(tokens, 0, 0, 0, 0)), timed));
        costs.put(CacheLife.FIVE_MINUTES.label(), cost(CacheLife.FIVE_MINUTES));
        costs.put(CacheLife.ONE_HOUR.label(), cost(CacheLife.ONE_HOUR));
        costs.put(KEPT_ALIVE, keptAlive());
        return costs;
    }

    private static String cheapest(Map<String, BigDecimal> costs) {
        return costs.entrySet().stream()
                .min(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    private boolean isAdvised() {
        return model != null && tokens > 0 && timed > 1;
    }

    private BigDecimal cost(CacheLife life) {
        long written = 1 + gaps.over(life.duration());
        return times(write(life), written).add(times(readOnce(), timed - written));
    }

    /** Between uses it is read just so that it lives on; who rests for more than an hour is let go. */
    private BigDecimal keptAlive() {
        long written = 1 + gaps.over(CacheLife.ONE_HOUR.duration());
        long keeping = gaps.sumOfBridged(millis -> (millis - 1) / KEPT_ALIVE_MILLIS);
        return times(write(CacheLife.FIVE_MINUTES), written).add(times(readOnce(), timed - written + keeping));
    }

    /** How many reads pay for a write; 0 if none ever do. */
    private long readsToBreakEven(CacheLife life) {
        BigDecimal plain = cost(new TokenUsage(tokens, 0, 0, 0, 0));
        BigDecimal each = plain.subtract(readOnce());
        return each.signum() <= 0
                ? 0
                : write(life)
                        .subtract(plain)
                        .divide(each, 0, RoundingMode.CEILING)
                        .longValue();
    }

    private BigDecimal write(CacheLife life) {
        return cost(
                life == CacheLife.ONE_HOUR ? new TokenUsage(0, 0, 0, tokens, 0) : new TokenUsage(0, 0, tokens, 0, 0));
    }

    private BigDecimal readOnce() {
        return cost(new TokenUsage(0, tokens, 0, 0, 0));
    }

    private BigDecimal cost(TokenUsage usage) {
        return model.cost(usage);
    }

    private static BigDecimal times(BigDecimal each, long times) {
        return each.multiply(BigDecimal.valueOf(times));
    }

    private static BigDecimal usd(BigDecimal exact) {
        return exact.setScale(CENTS_OF_CENTS, RoundingMode.HALF_EVEN);
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : Math.round(1_000.0 * part / whole) / 1_000.0;
    }
}
