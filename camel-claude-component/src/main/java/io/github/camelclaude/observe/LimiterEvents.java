/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.observe;

import io.github.camelclaude.rate.Demand;
import io.github.camelclaude.rate.Dimension;
import io.github.camelclaude.rate.GroupName;
import io.github.camelclaude.rate.Limit;
import io.github.camelclaude.rate.LimiterListener;
import io.github.camelclaude.rate.LimiterSettings;
import io.github.camelclaude.rate.LimiterSettings.Mode;
import io.github.camelclaude.rate.Outcome;
import io.github.camelclaude.rate.Permit;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what a limiter decides, logs what somebody should know, and tells the context's {@code EventNotifier}s when money runs
 * short. In shadow mode it is about what would have been.
 */
public final class LimiterEvents implements LimiterListener {

    private static final Logger LOG = LoggerFactory.getLogger(LimiterEvents.class);
    private static final Duration NEVER = Duration.ofDays(10_000);
    private static final long EACH = 100;

    private final CamelContext context;
    private final LimiterSettings settings;
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    /** @param context where somebody may want to be told */
    public LimiterEvents(CamelContext context, LimiterSettings settings) {
        this.context = context;
        this.settings = settings;
    }

    @Override
    public void decided(Demand demand, Duration waited, Dimension binding, Outcome.End end) {
        if (settings.mode() == Mode.SHADOW) {
            shadowed(demand, waited, binding);
        } else if (end instanceof Outcome.Refused refused) {
            count("refused-"
                    + refused.refusal().reason().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        } else {
            count(waited.isZero() ? "granted-at-once" : "granted-after-waiting");
        }
    }

    private void shadowed(Demand demand, Duration would, Dimension binding) {
        if (would.isZero() || would.isNegative()) {
            count("would-have-passed");
            return;
        }
        boolean never = would.compareTo(NEVER) > 0;
        long times = count(never ? "would-have-been-refused" : "would-have-waited");
        if (times % EACH == 1) {
            LOG.info(
                    "limiter=shadow: a call of {} would have {} for {} ({} such calls so far)",
                    demand.path().get(0),
                    never ? "been refused" : "waited about " + would.toMillis() + " ms",
                    binding,
                    times);
        }
    }

    private long count(String what) {
        LongAdder count = counts.computeIfAbsent(what, name -> new LongAdder());
        count.increment();
        return count.sum();
    }

    @Override
    public void refusedByService(GroupName group, Dimension dimension, Permit.Kind kind, long closedUntil) {
        long times = count("refused-by-service");
        if (times % EACH == 1) {
            LOG.warn(
                    "The service refused a call of {} for {} (429), {} such calls so far",
                    group,
                    kind == Permit.Kind.RAMP ? "a steep rise" : dimension == null ? "a limit" : dimension,
                    times);
        }
    }

    @Override
    public void limitChanged(GroupName group, Limit before, Limit now) {
        LOG.info(
                "The limit of {} of {} is {} per {} s now ({}), before {}",
                now.dimension(),
                group,
                now.amount(),
                now.per().toSeconds(),
                now.source().name().toLowerCase(Locale.ROOT),
                before == null ? "unknown" : before.amount());
    }

    @Override
    public void burstLearned(GroupName group, Dimension dimension, double seconds) {
        LOG.info("{} of {}: at most {} s of the limit can be taken at once", dimension, group, seconds);
    }

    @Override
    public void nearlySpent(GroupName group, Limit limit, double used) {
        count("nearly-spent");
        long most = Math.round(limit.amount() * settings.quotaShare());
        LOG.warn(
                "More than 80 % of what {} allows is used: {} of {} {}",
                group, Math.round(used), most, limit.dimension().unit());
        if (limit.dimension().equals(Dimension.SPEND)) {
            publish(new SpendEvent(
                    context, group.text(), usd(Math.round(used)), usd(most), System.currentTimeMillis()));
        }
    }

    private static BigDecimal usd(long microUsd) {
        return BigDecimal.valueOf(microUsd, 6);
    }

    private void publish(SpendEvent event) {
        try {
            context.getManagementStrategy().notify(event);
        } catch (Exception e) {
            LOG.warn("An EventNotifier failed on what is spent of {}", event.group(), e);
        }
    }

    /** How many times what happened, by name. */
    public Map<String, Long> counts() {
        Map<String, Long> now = new LinkedHashMap<>();
        counts.keySet().stream()
                .sorted()
                .forEach(what -> now.put(what, counts.get(what).sum()));
        return now;
    }
}
