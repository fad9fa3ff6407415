/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelclaude.simulator.account.Spending.Caps;
import io.github.camelclaude.simulator.answer.AnswerLength;
import io.github.camelclaude.simulator.batch.BatchRules;
import io.github.camelclaude.simulator.catalog.Cost;
import io.github.camelclaude.simulator.cloud.CloudQuotas;
import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.fault.FaultPlan;
import io.github.camelclaude.simulator.fault.FaultTiming;
import io.github.camelclaude.simulator.limit.Acceleration;
import io.github.camelclaude.simulator.limit.Burst;
import io.github.camelclaude.simulator.limit.Limits;
import io.github.camelclaude.simulator.service.LimitsForm;
import io.github.camelclaude.simulator.service.Pace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Choices from a JSON file. Whatever is left out keeps its default; an unknown name is an error that lists the known ones. */
record SimulatorConfig(
        String host,
        Integer port,
        Boolean reachableFromOutside,
        String tier,
        LimitsForm limits,
        Map<String, LimitsForm> modelClasses,
        Map<String, Workspace> workspaces,
        BurstForm burst,
        AccelerationForm acceleration,
        Boolean refusedRequestsCount,
        SpendingForm spending,
        PaceForm pace,
        AnswersForm answers,
        FaultsForm faults,
        BatchesForm batches,
        CloudsForm clouds,
        Long seed,
        String standingClock) {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(JsonParser.Feature.ALLOW_COMMENTS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** A workspace: its keys, its caps by model class, what it may spend in a month. */
    record Workspace(List<String> keys, Map<String, LimitsForm> caps, BigDecimal monthlySpendUsd) {}

    record BurstForm(Integer percent, int slicesPerMinute, boolean slicesVisible) {}

    record AccelerationForm(long windowSeconds, int growthPercent, long floorTokens) {}

    /** Caps in dollars per month; {@code withoutTierCap} lets the tier's rest. */
    record SpendingForm(
            BigDecimal tierUsd, BigDecimal contractUsd, BigDecimal organizationUsd, boolean withoutTierCap) {}

    record PaceForm(long firstTokenMillis, double perTokenMillis, double spread) {}

    record AnswersForm(long medianTokens, double sigma) {}

    record FaultsForm(Long seed, Map<String, Double> probabilities, Long slowFirstTokenMillis, Long pauseMillis) {}

    record BatchesForm(
            Long shortestMillis,
            Long longestMillis,
            Long cancelingMillis,
            Long visibleAfterMillis,
            Integer cacheMissPercent) {}

    record CloudsForm(LimitsForm bedrock, Long bedrockTokensPerDay, Integer bedrockBurnDown, LimitsForm vertex) {}

    /** Applies what the file says; an {@link IllegalArgumentException} names the file and what is wrong in it. */
    static void apply(Path file, SimulatorBuilder builder) {
        try {
            read(Files.readAllBytes(file)).applyTo(builder);
        } catch (UnrecognizedPropertyException e) {
            throw new IllegalArgumentException(
                    "%s, line %d: unknown name '%s'; known are %s"
                            .formatted(file, e.getLocation().getLineNr(), e.getPropertyName(), e.getKnownPropertyIds()),
                    e);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new IllegalArgumentException(file + ", line " + line + ": " + e.getOriginalMessage(), e);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("There is no file " + file, e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private static SimulatorConfig read(byte[] json) throws IOException {
        SimulatorConfig config = MAPPER.readValue(json, SimulatorConfig.class);
        if (config == null) {
            throw new IllegalArgumentException("the file must hold a JSON object, not null");
        }
        refuseNulls(MAPPER.readTree(json), "");
        return config;
    }

    private static void refuseNulls(JsonNode node, String path) {
        if (node.isNull()) {
            throw new IllegalArgumentException(path.substring(1) + " is null; give it a value or leave it out");
        }
        node.properties().forEach(entry -> refuseNulls(entry.getValue(), path + "." + entry.getKey()));
    }

    private void applyTo(SimulatorBuilder builder) {
        ifGiven(host, builder::host);
        ifGiven(port, builder::port);
        if (Boolean.TRUE.equals(reachableFromOutside)) {
            builder.reachableFromOutside();
        }
        ifGiven(tier, builder::tier);
        ifGiven(limits, form -> builder.limits(form.over(Limits.NONE)));
        ifGiven(modelClasses, classes -> classes.forEach((name, form) -> builder.limits(name, form.over(Limits.NONE))));
        ifGiven(seed, builder::seed);
        ifGiven(standingClock, instant -> builder.standingClock(instant(instant)));
        ifGiven(refusedRequestsCount, builder::refusedRequestsCount);
        ifGiven(
                burst,
                form -> builder.burst(new Burst(
                        form.percent == null ? 100 : form.percent, form.slicesPerMinute, form.slicesVisible)));
        ifGiven(
                acceleration,
                form -> builder.acceleration(new Acceleration(
                        Duration.ofSeconds(form.windowSeconds).toNanos(), form.growthPercent, form.floorTokens)));
        applyWorkspaces(builder);
        applyAnswers(builder);
        ifGiven(batches, form -> builder.batches(rules(form)));
        ifGiven(clouds, form -> builder.clouds(quotas(form)));
    }

    private void applyWorkspaces(SimulatorBuilder builder) {
        Map<String, Cost> caps = new LinkedHashMap<>();
        ifGiven(
                workspaces,
                all -> all.forEach((id, workspace) -> {
                    ifGiven(workspace.keys, keys -> keys.forEach(key -> builder.key(key, id)));
                    ifGiven(
                            workspace.caps,
                            limited -> limited.forEach(
                                    (name, form) -> builder.workspaceCap(id, name, form.over(Limits.NONE))));
                    ifGiven(
                            workspace.monthlySpendUsd,
                            dollars -> caps.put(id, cost("workspaces." + id + ".monthlySpendUsd", dollars)));
                }));
        SpendingForm money = spending == null ? new SpendingForm(null, null, null, false) : spending;
        builder.spending(new Caps(
                cost("spending.tierUsd", money.tierUsd),
                cost("spending.contractUsd", money.contractUsd),
                cost("spending.organizationUsd", money.organizationUsd),
                caps));
        if (money.withoutTierCap) {
            builder.withoutTierSpendCap();
        }
    }

    private void applyAnswers(SimulatorBuilder builder) {
        ifGiven(
                pace,
                form -> builder.pace(new Pace(
                        Duration.ofMillis(form.firstTokenMillis),
                        Duration.ofNanos(Math.round(form.perTokenMillis * 1e6)),
                        form.spread)));
        ifGiven(answers, form -> builder.answerLength(AnswerLength.around(form.medianTokens, form.sigma)));
        ifGiven(faults, form -> {
            FaultPlan plan = FaultPlan.seeded(form.seed == null ? 1 : form.seed);
            for (Map.Entry<String, Double> entry :
                    form.probabilities == null ? List.<Map.Entry<String, Double>>of() : form.probabilities.entrySet()) {
                plan = plan.with(Fault.named(entry.getKey()), entry.getValue());
            }
            builder.faults(plan);
            builder.faultTiming(new FaultTiming(
                    millis(form.slowFirstTokenMillis, FaultTiming.USUAL.firstToken()),
                    millis(form.pauseMillis, FaultTiming.USUAL.pause())));
        });
    }

    private static BatchRules rules(BatchesForm form) {
        BatchRules usual = BatchRules.USUAL;
        return new BatchRules(
                millis(form.shortestMillis, usual.shortest()),
                millis(form.longestMillis, usual.longest()),
                millis(form.cancelingMillis, usual.canceling()),
                millis(form.visibleAfterMillis, usual.visibleAfter()),
                form.cacheMissPercent == null ? usual.cacheMissPercent() : form.cacheMissPercent);
    }

    private static CloudQuotas quotas(CloudsForm form) {
        CloudQuotas usual = CloudQuotas.ASSUMED;
        return new CloudQuotas(
                form.bedrock == null ? usual.bedrock() : form.bedrock.over(usual.bedrock()),
                form.bedrockTokensPerDay == null ? usual.bedrockTokensPerDay() : form.bedrockTokensPerDay,
                form.bedrockBurnDown == null ? usual.bedrockBurnDown() : form.bedrockBurnDown,
                form.vertex == null ? usual.vertex() : form.vertex.over(usual.vertex()));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "standingClock '" + text + "' is no instant such as 2026-11-24T00:00:00Z", e);
        }
    }

    private static Cost cost(String name, BigDecimal dollars) {
        if (dollars != null && dollars.signum() < 0) {
            throw new IllegalArgumentException(name + " is " + dollars + "; it must not be negative");
        }
        return dollars == null ? null : Cost.ofDollars(dollars);
    }

    private static Duration millis(Long given, Duration usual) {
        return given == null ? usual : Duration.ofMillis(given);
    }

    private static <T> void ifGiven(T value, Consumer<T> then) {
        if (value != null) {
            then.accept(value);
        }
    }
}
