/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.prefix.recorded;

import io.github.camelclaude.catalog.ClaudeModel;
import io.github.camelclaude.catalog.ModelCatalog;
import io.github.camelclaude.catalog.TokenUsage;
import io.github.camelclaude.prefix.Belief;
import io.github.camelclaude.prefix.Evidence;
import io.github.camelclaude.prefix.PrefixEntry;
import io.github.camelclaude.prefix.WarmGate;
import io.github.camelclaude.prefix.recorded.RecordedPrompts.Prompt;
import io.github.camelclaude.simulator.cache.CachePlan;
import io.github.camelclaude.simulator.cache.CacheQuery;
import io.github.camelclaude.simulator.cache.PromptCache;
import io.github.camelclaude.simulator.cache.Ttl;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;

/**
 * Plays prompts in virtual time against the simulator's own prompt cache, which is written independently of the planner. An
 * answer begins after a wait that grows with what has to be read anew; only then can others read what it wrote.
 */
final class CacheRun {

    static final long LEAST_TOKENS = 512;

    private static final ClaudeModel MODEL =
            ModelCatalog.load().find("claude-sonnet-5-5").orElseThrow();

    /** Until an answer begins: so many milliseconds, and one more for so many tokens that were not in the cache. */
    private static final long FIRST_BYTE_MILLIS = 400;

    private static final long TOKENS_A_MILLI = 20;

    private record Event(long millis, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return millis != other.millis ? Long.compare(millis, other.millis) : Long.compare(number, other.number);
        }
    }

    private final Marking marking;
    private final boolean gated;
    private final PromptCache cache = new PromptCache();
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Map<String, PrefixEntry> known = new HashMap<>();
    private final WarmGate gate = new WarmGate();
    private long number;
    private long now;
    private long read;
    private long written;
    private long uncached;
    private BigDecimal usd = BigDecimal.ZERO;
    private long calls;
    private long writesOfFixed;
    private long longestWait;

    /** @param gated whether a cold prefix is written by one call while others wait */
    CacheRun(Marking marking, boolean gated) {
        this.marking = marking;
        this.gated = gated;
    }

    CacheRun play(List<Prompt> prompts) {
        prompts.forEach(prompt -> at(prompt.millis(), () -> arrives(prompt)));
        while (!events.isEmpty()) {
            Event event = events.poll();
            now = event.millis();
            event.action().run();
        }
        return this;
    }

    private void at(long millis, Runnable action) {
        events.add(new Event(millis, number++, action));
    }

    private void arrives(Prompt prompt) {
        Marking.Marked marked = marking.of(prompt);
        pass(prompt, marked, now);
    }

    private void pass(Prompt prompt, Marking.Marked marked, long arrived) {
        Belief belief = Belief.of(marked.plan(), known, now);
        if (!gated || !belief.isCold()) {
            send(prompt, marked, belief, null);
            return;
        }
        String key = marked.plan().points().get(belief.gate()).hash();
        gate.enter(key).thenAccept(turn -> {
            longestWait = Math.max(longestWait, now - arrived);
            send(prompt, marked, Belief.of(marked.plan(), known, now), turn);
        });
    }

    private void send(Prompt prompt, Marking.Marked marked, Belief belief, WarmGate.Turn turn) {
        long sent = now;
        CachePlan plan = cache.plan(query(prompt, marked.marked()), nanos(sent));
        long fresh = plan.write5m() + plan.write1h() + plan.uncached();
        at(sent + FIRST_BYTE_MILLIS + fresh / TOKENS_A_MILLI, () -> {
            cache.begin(plan, nanos(sent), nanos(now));
            TokenUsage usage = new TokenUsage(plan.uncached(), plan.read(), plan.write5m(), plan.write1h(), 0);
            learn(marked, belief, usage, sent);
            count(prompt, plan, usage);
            if (turn != null) {
                turn.opened();
            }
        });
    }

    private void learn(Marking.Marked marked, Belief belief, TokenUsage usage, long sent) {
        Evidence evidence = Evidence.of(marked.plan(), known, belief, usage, sent, now);
        known.putAll(evidence.learned());
        evidence.forgotten().forEach(known::remove);
    }

    private void count(Prompt prompt, CachePlan plan, TokenUsage usage) {
        calls++;
        read += usage.cacheRead();
        written += usage.cacheWrite();
        uncached += usage.input();
        usd = usd.add(MODEL.cost(usage));
        long fixed = (long) prompt.fixed() * RecordedPrompts.BLOCK;
        if (fixed > 0 && plan.read() < fixed && plan.write5m() + plan.write1h() > 0) {
            writesOfFixed++;
        }
    }

    private static CacheQuery query(Prompt prompt, TreeSet<Integer> marked) {
        List<CacheQuery.Prefix> prefixes = new ArrayList<>();
        long tokens = 0;
        for (int i = 0; i < prompt.blocks().size(); i++) {
            tokens += prompt.tokensOf(i);
            prefixes.add(new CacheQuery.Prefix(prompt.blocks().get(i) + ":" + prompt.tokensOf(i), tokens));
        }
        return new CacheQuery(
                "workspace/model",
                prefixes,
                marked.stream()
                        .map(block -> new CacheQuery.Mark(block, Ttl.FIVE_MINUTES))
                        .toList(),
                LEAST_TOKENS,
                prompt.tokens());
    }

    private static long nanos(long millis) {
        return millis * 1_000_000;
    }

    /**
     * What the best cache of this life could read: every beginning that came within five minutes before, however it was
     * marked, from the moment it came.
     */
    static long allowed(List<Prompt> prompts) {
        Map<Integer, Long> seen = new HashMap<>();
        long read = 0;
        for (Prompt prompt : prompts) {
            boolean still = true;
            for (int i = 0; i < prompt.blocks().size(); i++) {
                Long last = seen.put(prompt.blocks().get(i), prompt.millis());
                still = still && last != null && prompt.millis() - last < 300_000;
                read += still ? prompt.tokensOf(i) : 0;
            }
        }
        return read;
    }

    /** How often each fixed part has to be written: once for each time that nobody used it for five minutes. */
    static long lives(List<Prompt> prompts) {
        Map<Integer, Long> seen = new HashMap<>();
        Set<Integer> firsts = new HashSet<>();
        long lives = 0;
        for (Prompt prompt : prompts) {
            if (prompt.fixed() > 0) {
                Long last = seen.put(prompt.blocks().get(0), prompt.millis());
                lives += last == null || prompt.millis() - last >= 300_000 ? 1 : 0;
                firsts.add(prompt.blocks().get(0));
            }
        }
        return lives;
    }

    long calls() {
        return calls;
    }

    long read() {
        return read;
    }

    long prompt() {
        return read + written + uncached;
    }

    /** What counts against a limit of input tokens. */
    long counted() {
        return written + uncached;
    }

    long written() {
        return written;
    }

    BigDecimal usd() {
        return usd;
    }

    long writesOfFixed() {
        return writesOfFixed;
    }

    long longestWaitMillis() {
        return longestWait;
    }
}
