/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import io.github.camelclaude.catalog.LimitCatalog;
import io.github.camelclaude.limits.ConfiguredLimits;
import io.github.camelclaude.limits.LimitOptions;
import io.github.camelclaude.limits.LimitSources;
import io.github.camelclaude.limits.ServiceLimits;
import io.github.camelclaude.limits.SpendCaps;
import io.github.camelclaude.rate.LimiterSettings;
import io.github.camelclaude.rate.LimiterSettings.Burst;
import io.github.camelclaude.rate.LimiterSettings.Mode;
import io.github.camelclaude.resilience.BreakerSettings;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.util.ObjectHelper;
import org.apache.camel.util.TimeUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the options of a component about its limits, once, at start: mistakes are found here. */
final class LimiterOptions {

    /** The longest time that a backend is left alone, in first ones. */
    private static final int LONGEST_WAIT = 2;

    private static final Logger LOG = LoggerFactory.getLogger(LimiterOptions.class);

    private final CamelContext context;
    private final ClaudeBackendsComponent options;
    private final Set<String> unknownKeys = new HashSet<>();

    LimiterOptions(CamelContext context, ClaudeBackendsComponent options) {
        this.context = context;
        this.options = options;
    }

    CamelContext context() {
        return context;
    }

    /** @throws IllegalArgumentException if two options exclude each other */
    void check() {
        if (options.getTransactedMaxWait() < 0) {
            throw new IllegalArgumentException(
                    "transactedMaxWait=" + options.getTransactedMaxWait() + " must be at least 0");
        }
        if (options.getBreakerFailureRate() < 1 || options.getBreakerFailureRate() > 100) {
            throw new IllegalArgumentException(
                    "breakerFailureRate=" + options.getBreakerFailureRate() + " must be from 1 to 100 percent");
        }
        SettingsReader.positive("breakerWait", options.getBreakerWait());
        if (!(options.getRetryBudget() > 0 && options.getRetryBudget() <= 10)) {
            throw new IllegalArgumentException("retryBudget=" + options.getRetryBudget()
                    + " must be above 0 and at most 10 retries for each call");
        }
        if (options.getLimiter() == LimiterMode.off) {
            given().forEach((name, value) -> {
                if (value != null) {
                    throw new IllegalArgumentException(
                            "The options limiter=off and " + name + "=" + value + " exclude each other");
                }
            });
        }
    }

    /** What has no effect without a limiter. */
    private Map<String, Object> given() {
        Map<String, Object> given = new LinkedHashMap<>();
        given.put("tier", options.getTier());
        given.put("requestsPerMinute", options.getRequestsPerMinute());
        given.put("inputTokensPerMinute", options.getInputTokensPerMinute());
        given.put("outputTokensPerMinute", options.getOutputTokensPerMinute());
        given.put("tokensPerMinute", options.getTokensPerMinute());
        given.put(
                "limits",
                options.getLimits() == null ? null : options.getLimits().keySet());
        given.put("limitsFile", options.getLimitsFile());
        given.put("adminApiKey", options.getAdminApiKey() == null ? null : "...");
        given.put("spendPerDay", options.getSpendPerDay());
        given.put("spendPerMonth", options.getSpendPerMonth());
        given.put("spendPerKeyPerDay", options.getSpendPerKeyPerDay());
        given.put("quotaShare", options.getQuotaShare() == 1 ? null : options.getQuotaShare());
        given.put("burst", options.getBurst().equals("learn") ? null : options.getBurst());
        return given;
    }

    /** When a backend is taken for dead; null for never. */
    BreakerSettings breaker() {
        if (!options.isBreaker()) {
            return null;
        }
        BreakerSettings usual = BreakerSettings.DEFAULT;
        Duration wait = Duration.ofMillis(options.getBreakerWait());
        return new BreakerSettings(
                options.getBreakerFailureRate(),
                usual.slowRate(),
                usual.window(),
                usual.minimumCalls(),
                wait,
                wait.multipliedBy(LONGEST_WAIT),
                usual.probes());
    }

    long maxConcurrency() {
        return options.getMaxConcurrency();
    }

    double retryBudget() {
        return options.getRetryBudget();
    }

    LimiterSettings settings() {
        return new LimiterSettings(
                options.getLimiter() == LimiterMode.shadow ? Mode.SHADOW : Mode.HOLD,
                burst(options.getBurst()),
                options.getQuotaShare(),
                options.getMaxQueueSize());
    }

    private static Burst burst(String text) {
        return switch (text.strip()) {
            case "learn" -> Burst.LEARN;
            case "careful" -> Burst.CAREFUL;
            default -> new Burst(seconds(text.strip()), false);
        };
    }

    private static double seconds(String text) {
        if (!text.matches("\\d{1,9}(ms|s|m)?")) {
            throw new IllegalArgumentException(
                    "burst=" + text + " must be learn, careful or a duration from 0.1 s to 60 s, such as 10s");
        }
        return TimeUtils.toMilliSeconds(text) / 1_000.0;
    }

    /**
     * Where the limits of a backend come from. What it does not say itself is as the component says for all.
     *
     * @param kind what kind of place it is
     */
    LimitSources sources(String backend, String kind, BackendOptions own, LimitCatalog catalog) throws IOException {
        LimitOptions all = new LimitOptions();
        all.setRequestsPerMinute(or(own.getRequestsPerMinute(), options.getRequestsPerMinute()));
        all.setInputTokensPerMinute(or(own.getInputTokensPerMinute(), options.getInputTokensPerMinute()));
        all.setOutputTokensPerMinute(or(own.getOutputTokensPerMinute(), options.getOutputTokensPerMinute()));
        all.setTokensPerMinute(or(own.getTokensPerMinute(), options.getTokensPerMinute()));
        all.setMaxConcurrency(or(own.getMaxConcurrency(), options.getMaxConcurrency()));
        SpendCaps spend =
                SpendCaps.of("", options.getSpendPerDay(), options.getSpendPerMonth(), options.getSpendPerKeyPerDay());
        String tier = or(own.getTier(), options.getTier());
        ConfiguredLimits configured = ConfiguredLimits.of(all, limits(backend, own), spend, catalog)
                .capping(options.getLimits() == null ? Map.of() : options.getLimits(), catalog);
        for (String key : configured.unknownKeys()) {
            if (unknownKeys.add(key)) {
                LOG.warn(
                        "limits[{}] names no model and no class that is known: it holds for a model of just this name",
                        key);
            }
        }
        return new LimitSources(
                backend,
                catalog.endpoint(kind),
                own.getRegion(),
                catalog,
                configured,
                kind.equals(ComponentBackends.DEFAULT) ? file() : ServiceLimits.NONE,
                ObjectHelper.isEmpty(tier) ? Optional.empty() : Optional.of(catalog.tier(tier)));
    }

    private Map<String, LimitOptions> limits(String backend, BackendOptions own) {
        Map<String, LimitOptions> limits = new LinkedHashMap<>();
        if (options.getLimits() != null) {
            limits.putAll(options.getLimits());
        }
        if (own.getLimits() != null) {
            own.getLimits().forEach((key, limit) -> checkMoney(backend, key, limit));
            limits.putAll(own.getLimits());
        }
        return limits;
    }

    private static <T> T or(T own, T common) {
        return own == null ? common : own;
    }

    private static void checkMoney(String backend, String key, LimitOptions own) {
        if (own.getSpendPerDay() != null || own.getSpendPerMonth() != null) {
            throw new IllegalArgumentException(
                    "backends[%1$s].limits[%2$s] can't cap money, which all backends spend together: set limits[%2$s].spendPerDay or spendPerMonth"
                            .formatted(backend, key));
        }
    }

    private ServiceLimits file() throws IOException {
        String file = options.getLimitsFile();
        if (ObjectHelper.isEmpty(file)) {
            return ServiceLimits.NONE;
        }
        String name = file.startsWith("resource:") ? file.substring("resource:".length()) : file;
        try (InputStream in = ResourceHelper.resolveMandatoryResourceAsInputStream(context, name)) {
            return ServiceLimits.read(in, "limitsFile=" + file);
        } catch (FileNotFoundException e) {
            throw new IllegalArgumentException(
                    "limitsFile=" + file
                            + " is not there: it must be file: and a path, or classpath: and a name, such as"
                            + " file:limits.json. Export it as the guide's page on limits of the service shows, or leave"
                            + " limitsFile out",
                    e);
        }
    }
}
