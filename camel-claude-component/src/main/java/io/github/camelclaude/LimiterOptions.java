/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import io.github.camelclaude.catalog.LimitCatalog;
import io.github.camelclaude.catalog.Tier;
import io.github.camelclaude.limits.ConfiguredLimits;
import io.github.camelclaude.limits.LimitOptions;
import io.github.camelclaude.limits.LimitSources;
import io.github.camelclaude.limits.ServiceLimits;
import io.github.camelclaude.limits.SpendCaps;
import io.github.camelclaude.rate.LimiterSettings;
import io.github.camelclaude.rate.LimiterSettings.Burst;
import io.github.camelclaude.rate.LimiterSettings.Mode;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.util.ObjectHelper;
import org.apache.camel.util.TimeUtils;

/** Reads the options of a component about its limits, once, at start: mistakes are found here. */
final class LimiterOptions {

    private static final String BACKEND = "anthropic";

    private final CamelContext context;
    private final ClaudeLimitsComponent options;

    LimiterOptions(CamelContext context, ClaudeLimitsComponent options) {
        this.context = context;
        this.options = options;
    }

    /** @throws IllegalArgumentException if two options exclude each other */
    void check() {
        if (options.getTransactedMaxWait() < 0) {
            throw new IllegalArgumentException(
                    "transactedMaxWait=" + options.getTransactedMaxWait() + " must be at least 0");
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
        return given;
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

    LimitSources sources(LimitCatalog catalog) throws IOException {
        LimitOptions all = new LimitOptions();
        all.setRequestsPerMinute(options.getRequestsPerMinute());
        all.setInputTokensPerMinute(options.getInputTokensPerMinute());
        all.setOutputTokensPerMinute(options.getOutputTokensPerMinute());
        all.setTokensPerMinute(options.getTokensPerMinute());
        all.setMaxConcurrency(options.getMaxConcurrency());
        SpendCaps spend = new SpendCaps(
                usd(options.getSpendPerDay()), usd(options.getSpendPerMonth()), usd(options.getSpendPerKeyPerDay()));
        Optional<Tier> tier = ObjectHelper.isEmpty(options.getTier())
                ? Optional.empty()
                : Optional.of(catalog.tier(options.getTier()));
        return new LimitSources(
                BACKEND,
                catalog.endpoint(BACKEND),
                catalog,
                ConfiguredLimits.of(all, options.getLimits() == null ? Map.of() : options.getLimits(), spend, catalog),
                file(),
                tier);
    }

    private static BigDecimal usd(Double amount) {
        return amount == null ? null : BigDecimal.valueOf(amount);
    }

    private ServiceLimits file() throws IOException {
        String file = options.getLimitsFile();
        if (ObjectHelper.isEmpty(file)) {
            return ServiceLimits.NONE;
        }
        String name = file.startsWith("resource:") ? file.substring("resource:".length()) : file;
        try (InputStream in = ResourceHelper.resolveMandatoryResourceAsInputStream(context, name)) {
            return ServiceLimits.read(in, "limitsFile=" + file);
        }
    }
}
