/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import io.github.camelclaude.call.WhenFull;
import io.github.camelclaude.call.Where;
import io.github.camelclaude.messages.AllowedNames;
import io.github.camelclaude.messages.CacheSettings;
import io.github.camelclaude.messages.CallSettings;
import io.github.camelclaude.messages.CallTerms;
import io.github.camelclaude.messages.FailOn;
import io.github.camelclaude.messages.Fields;
import io.github.camelclaude.messages.HeaderMapping;
import io.github.camelclaude.messages.OutputSchema;
import io.github.camelclaude.messages.Tools;
import io.github.camelclaude.messages.WaitSettings;
import io.github.camelclaude.resilience.RetryRules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.util.ObjectHelper;

/** Reads the options of an endpoint into what its calls need, once, at start: files are read and mistakes are found here. */
final class SettingsReader {

    private static final String RESOURCE = "resource:";

    /** A century. */
    private static final long LONGEST_MILLIS = Duration.ofDays(36_500).toMillis();

    private static final List<String> REQUEST_HEADERS = List.of(
            ClaudeConstants.MODEL,
            ClaudeConstants.MAX_TOKENS,
            ClaudeConstants.SYSTEM,
            ClaudeConstants.DEADLINE,
            ClaudeConstants.PRIORITY,
            ClaudeConstants.FAIRNESS_KEY,
            ClaudeConstants.ALLOWED_BACKENDS,
            ClaudeConstants.CACHE_PREFIX);

    private final CamelContext context;
    private final ClaudeConfiguration options;
    private final ClaudeLimitsComponent shared;

    SettingsReader(CamelContext context, ClaudeConfiguration options, ClaudeLimitsComponent shared) {
        this.context = context;
        this.options = options;
        this.shared = shared;
    }

    CallSettings read(CacheSettings cache) throws IOException {
        AllowedNames allowedHeaders = AllowedNames.parse(options.getAllowHeaders());
        List<String> unknown = allowedHeaders.unknown(REQUEST_HEADERS);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("allowHeaders=" + options.getAllowHeaders() + ": " + unknown
                    + " are no headers of a request; there are " + REQUEST_HEADERS);
        }
        OutputSchema schema = ObjectHelper.isEmpty(options.getOutputSchema())
                ? null
                : OutputSchema.of(value(options.getOutputSchema()), origin("outputSchema", options.getOutputSchema()));
        return new CallSettings(
                defaults(schema),
                options.getBodyFormat(),
                allowedHeaders,
                AllowedNames.parse(options.getAllowRequestFields()),
                options.getResponseFormat(),
                schema,
                FailOn.parse(options.getFailOn()),
                time(positive("callTimeout", options.getCallTimeout())),
                attemptTimeout(),
                retries(),
                new Where(Where.names(options.getAllowedBackends()), Where.names(options.getAllowedRegions()), null),
                waiting(),
                HeaderMapping.parse(shared.getHeaderMapping()),
                cache);
    }

    /** A service that writes 33 tokens per second needs half a minute for a thousand. */
    private Duration attemptTimeout() {
        if (options.getAttemptTimeout() < 0) {
            throw new IllegalArgumentException("attemptTimeout=" + options.getAttemptTimeout()
                    + " must be at least 0, which makes it depend on maxTokens");
        }
        return options.getAttemptTimeout() > 0
                ? time(options.getAttemptTimeout())
                : Duration.ofMillis(Math.min(600_000, Math.max(60_000, options.getMaxTokens() * 30L)));
    }

    private RetryRules retries() {
        int retries = options.getMaxRetries();
        return new RetryRules(retries, retries == 0 ? 0 : options.getMaxOverloadedRetries(), options.isAtMostOnce());
    }

    private WaitSettings waiting() {
        if (options.getQueueTimeout() < 0) {
            throw new IllegalArgumentException("queueTimeout=" + options.getQueueTimeout()
                    + " must be at least 0, which is for as long as it takes");
        }
        if (options.getWhenFull() == WhenFull.wait && shared.getMaxQueueSize() == 0) {
            throw new IllegalArgumentException(
                    "maxQueueSize=0 and whenFull=wait exclude each other: where nothing may wait, use whenFull=refuse");
        }
        return new WaitSettings(
                CallTerms.find(options.getPriority())
                        .orElseThrow(() -> new IllegalArgumentException("priority=" + options.getPriority()
                                + " must be one of critical, high, normal and low")),
                ObjectHelper.isEmpty(options.getFairnessKey()) ? "" : options.getFairnessKey(),
                time(options.getQueueTimeout()),
                time(positive("permitTimeout", options.getPermitTimeout())),
                options.getWhenFull(),
                time(shared.getTransactedMaxWait()));
    }

    private Map<String, Object> defaults(OutputSchema schema) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        put(fields, "model", ClaudeEndpoint.MODEL_FROM_HEADER.equals(options.getModel()) ? null : options.getModel());
        fields.put("max_tokens", positive("maxTokens", options.getMaxTokens()));
        put(fields, "system", text(options.getSystem()));
        if (!ObjectHelper.isEmpty(options.getTools())) {
            fields.put("tools", Tools.of(value(options.getTools()), origin("tools", options.getTools())));
        }
        if (!ObjectHelper.isEmpty(options.getTools()) || !ObjectHelper.isEmpty(options.getCachePrefix())) {
            put(fields, "tool_choice", Tools.choice(options.getToolChoice()));
        }
        put(fields, "thinking", thinking());
        put(fields, "output_config", outputConfig(schema));
        put(fields, "stop_sequences", stopSequences());
        put(fields, "service_tier", oneOf("serviceTier", options.getServiceTier(), "auto", "standard_only"));
        put(fields, "speed", oneOf("speed", options.getSpeed(), "standard", "fast"));
        put(fields, "inference_geo", oneOf("inferenceGeo", options.getInferenceGeo(), "us", "global"));
        return fields;
    }

    private static void put(Map<String, Object> fields, String name, Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    private Map<String, Object> thinking() {
        String thinking = options.getThinking();
        if (ObjectHelper.isEmpty(thinking)) {
            return null;
        }
        if ("adaptive".equals(thinking) || "disabled".equals(thinking)) {
            return Fields.of("type", thinking);
        }
        if (!thinking.matches("\\d{4,9}") || Long.parseLong(thinking) < 1024) {
            throw new IllegalArgumentException(
                    "thinking=" + thinking + " must be adaptive, disabled or a number of tokens of at least 1024");
        }
        if (Long.parseLong(thinking) >= options.getMaxTokens()) {
            throw new IllegalArgumentException("thinking=" + thinking + " must be less than maxTokens="
                    + options.getMaxTokens() + ", which it is a part of");
        }
        return Fields.of("type", "enabled", "budget_tokens", Long.parseLong(thinking));
    }

    private Map<String, Object> outputConfig(OutputSchema schema) {
        Map<String, Object> config = new LinkedHashMap<>();
        put(config, "effort", oneOf("effort", options.getEffort(), "low", "medium", "high", "xhigh", "max"));
        put(config, "format", schema == null ? null : schema.format());
        return config.isEmpty() ? null : config;
    }

    private List<?> stopSequences() {
        String sequences = options.getStopSequences();
        if (ObjectHelper.isEmpty(sequences)) {
            return null;
        }
        if (sequences.startsWith("#")) {
            Object bean = bean(sequences);
            if (bean instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
                return list;
            }
            throw new IllegalArgumentException(
                    "stopSequences=" + sequences + " must be a bean that is a list of texts");
        }
        return Arrays.asList(sequences.split(","));
    }

    private static String oneOf(String option, String value, String... known) {
        if (ObjectHelper.isEmpty(value)) {
            return null;
        }
        if (!Arrays.asList(known).contains(value)) {
            throw new IllegalArgumentException(option + "=" + value + " must be one of " + Arrays.toString(known));
        }
        return value;
    }

    /** A time that can be added to any other: whoever gives the largest number there is means for ever. */
    private static Duration time(long millis) {
        return Duration.ofMillis(Math.min(LONGEST_MILLIS, millis));
    }

    static long positive(String option, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(option + "=" + value + " must be at least 1");
        }
        return value;
    }

    private static String origin(String option, String value) {
        return value.startsWith("#") || value.startsWith(RESOURCE) ? value : option;
    }

    /** A bean, the text of a file, or the value itself. */
    private Object value(String value) throws IOException {
        return value.startsWith("#") ? bean(value) : text(value);
    }

    private Object bean(String reference) {
        String name = reference.startsWith("#bean:") ? reference.substring("#bean:".length()) : reference.substring(1);
        return context.getRegistry().lookupByName(name);
    }

    private String text(String value) throws IOException {
        if (value == null || !value.startsWith(RESOURCE)) {
            return ObjectHelper.isEmpty(value) ? null : value;
        }
        try (InputStream in =
                ResourceHelper.resolveMandatoryResourceAsInputStream(context, value.substring(RESOURCE.length()))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
