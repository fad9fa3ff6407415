/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.service;

import io.github.camelclaude.simulator.catalog.Model;
import io.github.camelclaude.simulator.cloud.CloudQuotas;
import io.github.camelclaude.simulator.limit.LimitGroup;
import io.github.camelclaude.simulator.limit.LimitPath;
import io.github.camelclaude.simulator.limit.Limits;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The quotas of the cloud platforms, a set of buckets per region and model or lineage. */
public final class CloudDesk {

    private static final Set<String> WIDE = Set.of("global", "us", "eu");
    private static final Instant SHARED_SINCE = Instant.parse("2026-05-26T00:00:00Z");
    private static final long DAY = 86_400_000_000_000L;
    private final Map<String, LimitPath> paths = new HashMap<>();
    private final Map<String, DayCount> days = new HashMap<>();
    private final CloudQuotas quotas;

    private static final class DayCount {
        private long day;
        private long tokens;
    }

    CloudDesk(CloudQuotas quotas) {
        this.quotas = quotas;
    }

    /** Bedrock: per model and region, everything reserved from the start. */
    public synchronized Admission bedrock(String region, Model model, long now) {
        LimitPath path = paths.computeIfAbsent(
                "bedrock/" + region + '/' + model.id(), name -> path(name, quotas.bedrock(), now));
        return new Admission(path, true, quotas.bedrockBurnDown(), false);
    }

    /** Vertex AI: newer models share their lineage's quota at global and multi-region endpoints; others have their own. */
    public synchronized Admission vertex(String location, Model model, long now) {
        boolean shared = WIDE.contains(location) && model.createdAt().isAfter(SHARED_SINCE);
        String pool = shared ? model.id().replaceFirst("^(claude-[a-z]+).*$", "anthropic-$1") : model.id();
        LimitPath path =
                paths.computeIfAbsent("vertex/" + location + '/' + pool, name -> path(name, quotas.vertex(), now));
        return new Admission(path, false, 1, false);
    }

    /** Whether so many more tokens fit Bedrock's day (UTC) in this region. */
    public synchronized boolean fitsDay(String region, Model model, long tokens, long now) {
        return quotas.bedrockTokensPerDay() == Limits.UNLIMITED
                || day(region, model, now).tokens + tokens <= quotas.bedrockTokensPerDay();
    }

    /** Takes them of the day. */
    public synchronized void takeOfDay(String region, Model model, long tokens, long now) {
        day(region, model, now).tokens += tokens;
    }

    private DayCount day(String region, Model model, long now) {
        DayCount count = days.computeIfAbsent(region + '/' + model.id(), name -> new DayCount());
        long today = Math.floorDiv(now, DAY);
        if (count.day != today) {
            count.day = today;
            count.tokens = 0;
        }
        return count;
    }

    public synchronized void refill() {
        paths.clear();
        days.clear();
    }

    private static LimitPath path(String name, Limits limits, long now) {
        return new LimitPath(List.of(new LimitGroup(name, limits, now)), false);
    }
}
