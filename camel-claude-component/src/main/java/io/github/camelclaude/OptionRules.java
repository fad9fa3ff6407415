/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import static io.github.camelclaude.ClaudeOperation.BATCH;
import static io.github.camelclaude.ClaudeOperation.BATCH_LEDGER;
import static io.github.camelclaude.ClaudeOperation.BATCH_LIST;
import static io.github.camelclaude.ClaudeOperation.CACHE_PREFIX;
import static io.github.camelclaude.ClaudeOperation.COUNT_TOKENS;
import static io.github.camelclaude.ClaudeOperation.LIMITS;
import static io.github.camelclaude.ClaudeOperation.MESSAGES;
import static io.github.camelclaude.ClaudeOperation.THROTTLE;

import io.github.camelclaude.backend.BackendSettings;
import io.github.camelclaude.batch.Adopt;
import io.github.camelclaude.messages.BodyFormat;
import io.github.camelclaude.messages.CacheSettings;
import io.github.camelclaude.messages.ResponseFormat;
import io.github.camelclaude.offload.OffloadMode;
import io.github.camelclaude.prefix.MarkMode;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.util.ObjectHelper;

/**
 * Which options go with which operation and with each other. An option that would have no effect fails at start: whoever
 * wrote it meant something by it.
 */
final class OptionRules {

    private static final Set<ClaudeOperation> WITH_MARKS = EnumSet.of(MESSAGES, THROTTLE, BATCH);

    private static final Map<String, Set<ClaudeOperation>> ONLY_FOR = new TreeMap<>();

    /** Options of batches that calls have which go into batches by themselves. */
    private static final List<String> ALSO_OF_BATCHES =
            List.of("itemContext", "checkDelay", "maxCheckDelay", "suspectGrace", "maxResubmits");

    private static final List<String> OFFLOAD =
            List.of("offloadAfter", "offloadTo", "offloadWait", "offloadCollect", "offloadSize", "offloadName");

    static {
        only(EnumSet.of(MESSAGES, BATCH), "responseFormat");
        only(
                EnumSet.of(BATCH),
                "batchName",
                "itemFormat",
                "itemId",
                "itemText",
                "deadLetterUri",
                "maxBatchItems",
                "maxBatchBytes",
                "resultOrder",
                "adopt",
                "ledgerTransaction");
        only(EnumSet.of(MESSAGES, BATCH), ALSO_OF_BATCHES.toArray(String[]::new));
        only(EnumSet.of(MESSAGES), "offload");
        only(EnumSet.of(MESSAGES), OFFLOAD.toArray(String[]::new));
        only(EnumSet.of(MESSAGES), "failOn", "stream", "streamFormat", "streamIdleTimeout");
        only(
                EnumSet.of(MESSAGES, THROTTLE, BATCH),
                "maxTokens",
                "effort",
                "stopSequences",
                "serviceTier",
                "inferenceGeo");
        only(
                EnumSet.of(MESSAGES, THROTTLE, CACHE_PREFIX),
                "speed",
                "priority",
                "fairnessKey",
                "queueTimeout",
                "whenFull",
                "attemptTimeout");
        only(EnumSet.of(MESSAGES, THROTTLE), "atMostOnce", "exactEstimate");
        only(EnumSet.of(MESSAGES, THROTTLE, COUNT_TOKENS, BATCH, CACHE_PREFIX), "cachePrefix");
        only(EnumSet.of(MESSAGES, THROTTLE, BATCH, CACHE_PREFIX), "cacheTtl");
        only(WITH_MARKS, "cacheMarks", "cacheConversation");
        only(EnumSet.of(CACHE_PREFIX), "prewarm", "prefixTools", "prefixSystem", "prefixDocuments", "prefixHistory");
        only(EnumSet.of(MESSAGES, THROTTLE, COUNT_TOKENS, BATCH, CACHE_PREFIX), "model", "bodyFormat", "allowHeaders");
        only(
                EnumSet.of(MESSAGES, THROTTLE, COUNT_TOKENS, BATCH),
                "system",
                "allowRequestFields",
                "outputSchema",
                "tools",
                "toolChoice",
                "thinking");
        only(
                EnumSet.complementOf(EnumSet.of(LIMITS, BATCH_LEDGER)),
                "callTimeout",
                "maxRetries",
                "maxOverloadedRetries",
                "allowedBackends",
                "allowedRegions");
        only(EnumSet.of(BATCH_LIST), "maxBatches");
        only(EnumSet.of(THROTTLE), "permitTimeout");
        only(EnumSet.of(LIMITS), "limitsAction");
        only(EnumSet.of(BATCH_LEDGER), "ledgerAction");
    }

    private static void only(Set<ClaudeOperation> operations, String... options) {
        for (String option : options) {
            ONLY_FOR.put(option, operations);
        }
    }

    private static final String OFFLOAD_BATCH = "offload=batch";

    private OptionRules() {}

    /**
     * Checks what an endpoint says of its own; options of the component are for all of its endpoints, so those that do not
     * belong are passed over.
     *
     * @param given the names of the options on the endpoint
     * @throws IllegalArgumentException if one does not belong, or two conflict; both are named
     */
    static void check(ClaudeOperation operation, Collection<String> given, ClaudeConfiguration configuration) {
        for (String option : given) {
            Set<ClaudeOperation> operations = ONLY_FOR.get(option);
            if (operations != null && !operations.contains(operation)) {
                throw new IllegalArgumentException(
                        "The option " + option + " does not belong to claude:" + operation + ", only to " + operations);
            }
        }
        if (operation == MESSAGES) {
            checkStream(given, configuration);
            checkOffload(given, configuration);
        }
        needs(given, "allowRequestFields", configuration.getBodyFormat() == BodyFormat.request, "bodyFormat=request");
        needs(
                given,
                "toolChoice",
                configuration.getTools() != null || configuration.getCachePrefix() != null,
                "tools or cachePrefix");
        if (operation == CACHE_PREFIX) {
            needs(given, "model", configuration.isPrewarm(), "prewarm=true");
        }
        conflict(given.contains("apiKey") && configuration.getApiKeySupplier() != null, "apiKey", "apiKeySupplier");
    }

    private static void checkStream(Collection<String> given, ClaudeConfiguration configuration) {
        boolean stream = configuration.isStream();
        needs(given, "streamFormat", stream, "stream=true");
        needs(given, "streamIdleTimeout", stream, "stream=true");
        conflict(
                stream && configuration.getResponseFormat() != ResponseFormat.text,
                "stream=true",
                "responseFormat=" + configuration.getResponseFormat());
        conflict(stream && given.contains("failOn"), "stream=true", "failOn");
    }

    private static void checkOffload(Collection<String> given, ClaudeConfiguration configuration) {
        boolean offload = configuration.getOffload() == OffloadMode.batch;
        ALSO_OF_BATCHES.forEach(option -> needs(given, option, offload, OFFLOAD_BATCH));
        OFFLOAD.forEach(option -> needs(given, option, offload, OFFLOAD_BATCH));
        if (!offload) {
            return;
        }
        if (ObjectHelper.isEmpty(configuration.getOffloadTo())) {
            throw new IllegalArgumentException(
                    "offload=batch needs offloadTo, the endpoint that gets the answers; with offloadWait too, for answers that"
                            + " come when nobody waits any more");
        }
        conflict(configuration.isStream(), OFFLOAD_BATCH, "stream=true");
        conflict(configuration.isAtMostOnce(), OFFLOAD_BATCH, "atMostOnce=true");
        conflict(!ObjectHelper.isEmpty(configuration.getTools()), OFFLOAD_BATCH, "tools");
        conflict("fast".equals(configuration.getSpeed()), OFFLOAD_BATCH, "speed=fast");
        SettingsReader.positive("offloadAfter", configuration.getOffloadAfter());
        SettingsReader.positive("offloadCollect", configuration.getOffloadCollect());
        SettingsReader.positive("offloadSize", configuration.getOffloadSize());
        if (configuration.getOffloadWait() < 0) {
            throw new IllegalArgumentException("offloadWait=" + configuration.getOffloadWait()
                    + " must be at least 0, which is for InOut exchanges not to wait");
        }
    }

    /** What {@code claude:batch} says has to be possible. */
    static void checkBatch(ClaudeConfiguration configuration, ClaudeBatchesComponent component) {
        if (configuration.getBatchName() == null || configuration.getBatchName().isBlank()) {
            throw new IllegalArgumentException("batchName must not be empty: it tells whose results are whose");
        }
        within("maxBatchItems", configuration.getMaxBatchItems(), 100_000);
        within("maxBatchBytes", configuration.getMaxBatchBytes(), 256L * 1024 * 1024);
        SettingsReader.positive("checkDelay", configuration.getCheckDelay());
        SettingsReader.positive("maxCheckDelay", configuration.getMaxCheckDelay());
        if (configuration.getMaxCheckDelay() < configuration.getCheckDelay()) {
            throw new IllegalArgumentException("maxCheckDelay=" + configuration.getMaxCheckDelay()
                    + " must be at least checkDelay=" + configuration.getCheckDelay() + " (both in milliseconds)");
        }
        if (configuration.getSuspectGrace() < 0 || configuration.getMaxResubmits() < 0) {
            throw new IllegalArgumentException("suspectGrace=" + configuration.getSuspectGrace() + " and maxResubmits="
                    + configuration.getMaxResubmits() + " must be at least 0");
        }
        adopting(configuration, component);
        if (configuration.isLedgerTransaction() && ObjectHelper.isEmpty(component.getLedgerBean())) {
            throw new IllegalArgumentException(
                    "ledgerTransaction=true has no effect without the component's ledgerBean,"
                            + " the name of the data source that the route writes through");
        }
    }

    /** Marks that the service is to set itself need one that can; where some can, calls go there. */
    static void checkMarks(ClaudeOperation operation, CacheSettings cache, List<BackendSettings> allowed) {
        if (!WITH_MARKS.contains(operation)
                || cache.marks() != MarkMode.automatic
                || Boolean.FALSE.equals(cache.conversation())
                || allowed.stream().anyMatch(ClaudeComponent::marksByItself)) {
            return;
        }
        throw new IllegalArgumentException(
                "cacheMarks=automatic of claude:" + operation
                        + " leaves the conversation to the service, and none of the backends that the endpoint allows can do that: "
                        + allowed.stream()
                                .map(place -> place.name() + " (" + place.kind() + ")")
                                .collect(Collectors.joining(", "))
                        + ". Use cacheMarks=planned, which all of them can, or allow a backend of the Claude API in allowedBackends");
    }

    private static void adopting(ClaudeConfiguration configuration, ClaudeBatchesComponent component) {
        long month = Adopt.RESULTS_KEPT.toMillis();
        if (configuration.getAdopt() == Adopt.all && component.getLedgerRetention() < month) {
            throw new IllegalArgumentException("adopt=all needs a ledgerRetention of at least " + month
                    + " ms, for which the service keeps results; it is " + component.getLedgerRetention()
                    + ": what the ledger has forgotten would be handed on again");
        }
    }

    private static void within(String option, long value, long most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(option + "=" + value + " must be from 1 to " + most);
        }
    }

    private static void needs(Collection<String> given, String option, boolean isThere, String other) {
        if (given.contains(option) && !isThere) {
            throw new IllegalArgumentException("The option " + option + " has no effect without " + other);
        }
    }

    private static void conflict(boolean both, String one, String other) {
        if (both) {
            throw new IllegalArgumentException("The options " + one + " and " + other + " exclude each other");
        }
    }
}
