/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.prefix;

import io.github.camelclaude.catalog.ClaudeModel;
import io.github.camelclaude.catalog.TokenUsage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether the prompt cache pays, for each prefix and in total, at the list prices of the catalog: what was saved against the
 * same calls without a mark. It is negative until reads have paid for the writes.
 *
 * <p>What is read is free of the limit of input tokens, so tokens read are tokens of the limit saved.
 */
public final class Economics {

    /** More names than that are counted together. */
    static final int MOST = 100;

    private static final String OTHERS = "(others)";
    private static final String UNNAMED = "(unnamed)";

    private final Map<String, PrefixSums> prefixes = new TreeMap<>();
    private final PrefixSums total = new PrefixSums();

    /**
     * A call that was answered.
     *
     * @param prefix the name of its prefix; empty for none
     * @param model  who answered; null if the catalog does not know it
     * @param missed how many tokens were believed to be read and were not
     * @param sent   when it was sent, in milliseconds since 1970
     */
    public record Use(String prefix, ClaudeModel model, TokenUsage usage, long missed, long sent) {}

    public synchronized void add(Use use) {
        total.add(use);
        sums(use.prefix()).add(use);
    }

    /**
     * An item of a batch that was answered: at the prices of batches, and beside the limit of input tokens. When it was sent is not
     * known, so advice has nothing of it.
     *
     * @param prefix the name of its prefix; empty for none
     * @param model  who answered; null if the catalog does not know it
     */
    public synchronized void addItem(String prefix, ClaudeModel model, TokenUsage usage) {
        total.addItem(model, usage);
        sums(prefix).addItem(model, usage);
    }

    private PrefixSums sums(String prefix) {
        String name = prefix.isEmpty() ? UNNAMED : prefix;
        PrefixSums sums = prefixes.get(name);
        return sums != null
                ? sums
                : prefixes.computeIfAbsent(prefixes.size() < MOST ? name : OTHERS, missing -> new PrefixSums());
    }

    /** What the same call would have cost more without the cache, in USD; negative if less. */
    public static BigDecimal saved(ClaudeModel model, TokenUsage usage) {
        return model.cost(plain(usage)).subtract(model.cost(usage));
    }

    /** The same for an item of a batch. */
    public static BigDecimal savedInBatch(ClaudeModel model, TokenUsage usage) {
        return model.batchCost(plain(usage)).subtract(model.batchCost(usage));
    }

    private static TokenUsage plain(TokenUsage usage) {
        return TokenUsage.of(usage.promptLength(), usage.output());
    }

    /** The sums, as maps and numbers. */
    public synchronized Map<String, Object> picture() {
        return picture(false);
    }

    /** The sums, and how each prefix would have been served for the least money. */
    public synchronized Map<String, Object> report() {
        return picture(true);
    }

    /** The same as a table to read. What several prefixes share has no advice of its own. */
    public synchronized String table() {
        List<CacheTable.Row> rows = new ArrayList<>();
        prefixes.forEach((name, sums) -> rows.add(sums.row(name, true)));
        rows.add(total.row("total", false));
        return CacheTable.of(rows);
    }

    private Map<String, Object> picture(boolean withAdvice) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("total", total.toMap());
        Map<String, Object> each = new LinkedHashMap<>();
        prefixes.forEach((name, sums) -> {
            Map<String, Object> one = sums.toMap();
            if (withAdvice) {
                sums.advice().ifPresent(advice -> one.put("advice", advice));
            }
            each.put(name, one);
        });
        map.put("prefixes", each);
        return map;
    }
}
