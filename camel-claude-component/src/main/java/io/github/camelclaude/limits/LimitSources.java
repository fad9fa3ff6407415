/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.limits;

import io.github.camelclaude.catalog.EndpointKind;
import io.github.camelclaude.catalog.LimitCatalog;
import io.github.camelclaude.catalog.Tier;
import io.github.camelclaude.limits.CallScope.Pool;
import io.github.camelclaude.limits.Groups.Buckets;
import io.github.camelclaude.rate.Dimension;
import io.github.camelclaude.rate.GroupName;
import io.github.camelclaude.rate.GroupSetup;
import io.github.camelclaude.rate.Limit;
import io.github.camelclaude.rate.Limiter;
import io.github.camelclaude.rate.Reservation;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which limit groups a call draws on, and where their limits come from. For each dimension the first source counts that says
 * something: the configuration, the limits file, the Rate Limits API, (then what response headers tell, which the limiter
 * hears by itself), the tier, a careful guess. Every limit remembers which it was.
 *
 * <p>A workspace with limits of its own is a group of its own behind that of its organization; a call has to pass both, so
 * that the lower one counts. Groups of money come last, so that they don't make queues that models share.
 *
 * <p>Safe for use by several threads.
 */
public final class LimitSources implements Limiter.Groups {

    private static final List<Dimension> PER_CLASS = List.of(
            Dimension.REQUESTS,
            Dimension.INPUT_TOKENS,
            Dimension.OUTPUT_TOKENS,
            Dimension.TOKENS,
            Dimension.CONCURRENCY,
            ServiceLimits.QUEUED_BATCH_ITEMS);

    private static final int MOST_KEYS = 10_000;
    private static final String OTHER_KEYS = "others";

    private final Groups groups;
    private final EndpointKind endpoint;
    private final String region;
    private final LimitCatalog catalog;
    private final ConfiguredLimits configured;
    private final ServiceLimits file;
    private final Optional<Tier> tier;
    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private volatile ToldLimits told;

    /**
     * @param backend    the name of the backend, the first part of the names of its groups
     * @param endpoint   what kind of place it is
     * @param region     its region or location; null if it has none
     * @param configured what the configuration gives
     * @param file       what the limits file tells
     * @param tier       the tier that the configuration names, if it does
     */
    public LimitSources(
            String backend,
            EndpointKind endpoint,
            String region,
            LimitCatalog catalog,
            ConfiguredLimits configured,
            ServiceLimits file,
            Optional<Tier> tier) {
        this.groups = new Groups(backend);
        this.endpoint = endpoint;
        this.region = region;
        this.catalog = catalog;
        this.configured = configured;
        this.file = file;
        this.tier = tier;
        this.told = new ToldLimits(catalog, file, ServiceLimits.NONE);
    }

    /**
     * Takes over what the Rate Limits API told. Groups that the limiter knows already are to be set up again: see
     * {@link #apply}.
     */
    public void learned(ServiceLimits fromAdminApi) {
        told = new ToldLimits(catalog, file, fromAdminApi);
    }

    /**
     * The groups that a call draws on, at least one, in the order in which they are to be asked. Where the workspace of the key
     * is not known and limits of a single workspace are, it is taken for that one.
     */
    public List<GroupName> path(CallScope scope) {
        ToldLimits now = told;
        String className =
                switch (scope.pool()) {
                    case BATCH -> Groups.BATCH;
                    case COUNT_TOKENS -> Groups.COUNT_TOKENS;
                    case STANDARD, FAST ->
                        endpoint.buckets() == EndpointKind.Buckets.CLASS
                                ? now.classOf(scope.model())
                                : catalog.bucketsOf(endpoint, scope.model(), region);
                };
        boolean fast = scope.pool() == Pool.FAST;
        List<GroupName> path = new ArrayList<>();
        path.add(groups.name(new Buckets(Groups.ORGANIZATION, className, fast)));
        scope.workspace()
                .or(now::onlyWorkspace)
                .filter(workspace -> !fast && now.hasOwn(workspace, className))
                .ifPresent(workspace -> path.add(groups.name(new Buckets(workspace, className, false))));
        if (scope.pool() == Pool.STANDARD || fast) {
            addSpend(path, scope.model(), scope.fairnessKey());
        }
        return path;
    }

    /** The groups that hold what is spent on anything. */
    public List<GroupName> spend() {
        List<GroupName> path = new ArrayList<>();
        addSpend(path);
        return path;
    }

    /** The groups that hold what is spent on a model by nobody in particular. */
    public List<GroupName> spend(String model) {
        List<GroupName> path = new ArrayList<>();
        addSpend(path, model, "");
        return path;
    }

    private void addSpend(List<GroupName> path) {
        SpendCaps caps = configured.spend();
        if (caps.perMonth() != null) {
            path.add(groups.spend(Groups.PER_MONTH));
        }
        if (caps.perDay() != null) {
            path.add(groups.spend(Groups.PER_DAY));
        }
    }

    private void addSpend(List<GroupName> path, String model, String fairnessKey) {
        addSpend(path);
        String className = catalog.classOf(model).name();
        SpendCaps ofClass = configured.spendOf(className);
        if (ofClass.perMonth() != null) {
            path.add(groups.spend(Groups.CLASS_PER_MONTH + className));
        }
        if (ofClass.perDay() != null) {
            path.add(groups.spend(Groups.CLASS_PER_DAY + className));
        }
        SpendCaps caps = configured.spend();
        if (caps.perKeyPerDay() != null && !fairnessKey.isEmpty()) {
            path.add(groups.spendOf(bounded(fairnessKey)));
        }
    }

    /** Keys may come from messages: those that come when many are known share one budget. */
    private String bounded(String fairnessKey) {
        boolean isKnown = keys.contains(fairnessKey) || keys.size() < MOST_KEYS && keys.add(fairnessKey);
        return isKnown ? fairnessKey : OTHER_KEYS;
    }

    /**
     * The limits of a group as its sources have them now.
     *
     * @throws IllegalArgumentException if it isn't one of those that {@link #path} names
     */
    @Override
    public GroupSetup apply(GroupName name) {
        return groups.buckets(name)
                .map(buckets -> new GroupSetup(name, reservation(buckets), limits(buckets)))
                .orElseGet(() -> new GroupSetup(name, Reservation.SPEND_ONLY, spend(name)));
    }

    private Reservation reservation(Buckets buckets) {
        return buckets.className().equals(Groups.BATCH)
                ? Reservations.BATCH
                : Reservations.named(endpoint.reservation());
    }

    private List<Limit> spend(GroupName name) {
        SpendCaps caps = configured.spend();
        SpendCaps perDay = groups.classOf(name, Groups.CLASS_PER_DAY)
                .map(configured::spendOf)
                .orElse(SpendCaps.NONE);
        if (perDay.perDay() != null) {
            return List.of(spend(perDay.perDay(), Limit.DAY));
        }
        SpendCaps perMonth = groups.classOf(name, Groups.CLASS_PER_MONTH)
                .map(configured::spendOf)
                .orElse(SpendCaps.NONE);
        if (perMonth.perMonth() != null) {
            return List.of(spend(perMonth.perMonth(), Limit.MONTH));
        }
        if (groups.isSpend(name, Groups.PER_KEY) && caps.perKeyPerDay() != null) {
            return List.of(spend(caps.perKeyPerDay(), Limit.DAY));
        }
        if (groups.isSpend(name, Groups.PER_DAY) && caps.perDay() != null) {
            return List.of(spend(caps.perDay(), Limit.DAY));
        }
        if (groups.isSpend(name, Groups.PER_MONTH) && caps.perMonth() != null) {
            return List.of(spend(caps.perMonth(), Limit.MONTH));
        }
        throw new IllegalArgumentException("There is no limit group " + name);
    }

    private static Limit spend(BigDecimal usd, Duration per) {
        return new Limit(Dimension.SPEND, SpendCaps.microUsd(usd), per, Limit.Source.CONFIGURED);
    }

    private List<Limit> limits(Buckets buckets) {
        ToldLimits now = told;
        Map<Dimension, Limit> limits = new LinkedHashMap<>();
        for (Dimension dimension : PER_CLASS) {
            configured(buckets, dimension)
                    .or(() -> now.limit(buckets, dimension))
                    .or(() -> assumed(buckets, dimension))
                    .ifPresent(limit -> limits.put(dimension, limit));
        }
        return List.copyOf(limits.values());
    }

    /** A configuration speaks of what the organization may use with usual calls. */
    private Optional<Limit> configured(Buckets buckets, Dimension dimension) {
        boolean meant = buckets.ofOrganization()
                && !buckets.fast()
                && !buckets.className().equals(Groups.BATCH)
                && !buckets.className().equals(Groups.COUNT_TOKENS);
        return meant
                ? configured
                        .amount(buckets.className(), dimension)
                        .or(() -> configured.amount(
                                catalog.classOf(buckets.className()).name(), dimension))
                        .map(amount -> Limit.perMinute(dimension, amount, Limit.Source.CONFIGURED))
                : Optional.empty();
    }

    private Optional<Limit> assumed(Buckets buckets, Dimension dimension) {
        if (!buckets.ofOrganization()) {
            return Optional.empty();
        }
        // What a tier has of the fast mode is not published.
        Optional<Limit> ofTier = tier.filter(known -> !buckets.fast())
                .flatMap(known -> TierLimits.limit(known, buckets, dimension, Limit.Source.TIER));
        // Where nothing ever tells more, a guess would hold for ever.
        return endpoint.tellsLimits()
                ? ofTier.or(() -> TierLimits.limit(catalog.careful(), buckets, dimension, Limit.Source.DEFAULT))
                : ofTier;
    }
}
