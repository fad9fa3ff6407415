/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator;

import io.github.camelclaude.simulator.account.Spending.Caps;
import io.github.camelclaude.simulator.answer.AnswerLength;
import io.github.camelclaude.simulator.batch.BatchRules;
import io.github.camelclaude.simulator.cloud.CloudQuotas;
import io.github.camelclaude.simulator.fault.FaultPlan;
import io.github.camelclaude.simulator.fault.FaultTiming;
import io.github.camelclaude.simulator.limit.Acceleration;
import io.github.camelclaude.simulator.limit.Burst;
import io.github.camelclaude.simulator.limit.Dimension;
import io.github.camelclaude.simulator.limit.LimitBook.Enforcement;
import io.github.camelclaude.simulator.limit.Limits;
import io.github.camelclaude.simulator.service.Pace;
import io.github.camelclaude.simulator.service.Settings;
import io.github.camelclaude.simulator.time.SimulatorClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Choices before a simulator starts. Everything has a default: any free port on loopback, tier {@code start}, no faults. */
public final class SimulatorBuilder {

    private static final String LOOPBACK = "127.0.0.1";
    private String host = LOOPBACK;
    private int port;
    private boolean anyInterface;
    private String tier = "start";
    private Limits overrides = Limits.NONE;
    private final Map<String, Limits> classes = new LinkedHashMap<>();
    private final Map<String, Map<String, Limits>> caps = new LinkedHashMap<>();
    private Enforcement enforcement = Enforcement.DOCUMENTED;
    private Caps spending = Caps.NONE;
    private boolean tierCapped = true;
    private Pace pace = Pace.USUAL;
    private AnswerLength length = AnswerLength.USUAL;
    private FaultPlan faults = FaultPlan.none();
    private FaultTiming timing = FaultTiming.USUAL;
    private BatchRules batches = BatchRules.USUAL;
    private CloudQuotas clouds = CloudQuotas.ASSUMED;
    private long seed = 1;
    private final Map<String, String> keys = new LinkedHashMap<>();
    private final Map<String, String> awsSecrets = new LinkedHashMap<>();
    private SimulatorClock clock = SimulatorClock.running();

    SimulatorBuilder() {}

    /** The port to listen on; 0, the default, for any free one. */
    public SimulatorBuilder port(int newPort) {
        if (newPort < 0 || newPort > 65_535) {
            throw new IllegalArgumentException("Port " + newPort + " does not exist; it must be from 0 to 65535");
        }
        port = newPort;
        return this;
    }

    /** The address to listen on. Anything but loopback also needs {@link #reachableFromOutside()}. */
    public SimulatorBuilder host(String newHost) {
        host = newHost;
        return this;
    }

    /** Allows an address that other machines can reach. The simulator lets everybody in. */
    public SimulatorBuilder reachableFromOutside() {
        anyInterface = true;
        return this;
    }

    /** {@code evaluation}, {@code start}, {@code build}, {@code scale}, or a legacy one, {@code 1} to {@code 4}. */
    public SimulatorBuilder tier(String newTier) {
        tier = newTier;
        return this;
    }

    /** Requests per minute of every model class, instead of the tier's. */
    public SimulatorBuilder rpm(long perMinute) {
        return limit(Dimension.REQUESTS, perMinute);
    }

    /** Input tokens per minute of every model class, instead of the tier's. */
    public SimulatorBuilder itpm(long perMinute) {
        return limit(Dimension.INPUT_TOKENS, perMinute);
    }

    /** Output tokens per minute of every model class, instead of the tier's. */
    public SimulatorBuilder otpm(long perMinute) {
        return limit(Dimension.OUTPUT_TOKENS, perMinute);
    }

    /** Input and output tokens together per minute of every model class; the service configures none. */
    public SimulatorBuilder tpm(long perMinute) {
        return limit(Dimension.TOKENS, perMinute);
    }

    /** Requests of a model class at the same time; the service documents no such limit. */
    public SimulatorBuilder concurrency(long most) {
        return limit(Dimension.CONCURRENCY, most);
    }

    private SimulatorBuilder limit(Dimension dimension, long value) {
        overrides = overrides.with(dimension, value);
        return this;
    }

    /** Limits of every model class instead of the tier's, where they are not unlimited. */
    public SimulatorBuilder limits(Limits ofEveryClass) {
        overrides = ofEveryClass;
        return this;
    }

    /** Choices from a JSON file, over what has been chosen until now. */
    public SimulatorBuilder config(Path file) {
        SimulatorConfig.apply(file, this);
        return this;
    }

    /** Limits of one model class, such as {@code opus-4}, instead of the tier's. */
    public SimulatorBuilder limits(String modelClass, Limits limits) {
        classes.put(modelClass, limits);
        return this;
    }

    /** Caps a workspace below its organization for one model class. */
    public SimulatorBuilder workspaceCap(String workspaceId, String modelClass, Limits cap) {
        caps.computeIfAbsent(workspaceId, name -> new LinkedHashMap<>()).put(modelClass, cap);
        return this;
    }

    /** How much of a minute's amount may be used at once, and whether shorter slices are enforced. */
    public SimulatorBuilder burst(Burst burst) {
        enforcement = new Enforcement(burst, enforcement.acceleration(), enforcement.refusedRequestsCount());
        return this;
    }

    /** Refuses steep rises of use. */
    public SimulatorBuilder acceleration(Acceleration acceleration) {
        enforcement = new Enforcement(enforcement.burst(), acceleration, enforcement.refusedRequestsCount());
        return this;
    }

    /** Whether refused requests use up requests; the service does not say, and they do not by default. */
    public SimulatorBuilder refusedRequestsCount(boolean count) {
        enforcement = new Enforcement(enforcement.burst(), enforcement.acceleration(), count);
        return this;
    }

    /** Caps on spending; a tier cap that is null is the tier's own. */
    public SimulatorBuilder spending(Caps newCaps) {
        spending = newCaps;
        return this;
    }

    /** Lets the tier's monthly spend cap rest. */
    public SimulatorBuilder withoutTierSpendCap() {
        tierCapped = false;
        return this;
    }

    /** Every answer begins after this time and is complete at once; zero for no delay at all. */
    public SimulatorBuilder latency(Duration latency) {
        pace = Pace.fixed(latency);
        return this;
    }

    /** How long answers take, in full; {@link Pace#USUAL} by default. */
    public SimulatorBuilder pace(Pace newPace) {
        pace = newPace;
        return this;
    }

    /** How long free answers are. */
    public SimulatorBuilder answerLength(AnswerLength newLength) {
        length = newLength;
        return this;
    }

    /** Which requests meet which faults. */
    public SimulatorBuilder faults(FaultPlan plan) {
        faults = plan;
        return this;
    }

    /** How long slow faults take. */
    public SimulatorBuilder faultTiming(FaultTiming newTiming) {
        timing = newTiming;
        return this;
    }

    /** How batches behave. */
    public SimulatorBuilder batches(BatchRules rules) {
        batches = rules;
        return this;
    }

    /** Quotas on Bedrock and Vertex AI. */
    public SimulatorBuilder clouds(CloudQuotas quotas) {
        clouds = quotas;
        return this;
    }

    /** The time stands still at this instant and moves only by {@link ClaudeSimulator#advance}. */
    public SimulatorBuilder standingClock(Instant start) {
        clock = SimulatorClock.standingAt(start);
        return this;
    }

    /** From it follow ids, answers, paces; the same seed gives the same run. */
    public SimulatorBuilder seed(long newSeed) {
        seed = newSeed;
        return this;
    }

    /** Accepts this key, for this workspace. Once a key is named, others are refused with 401, on Bedrock with 403. */
    public SimulatorBuilder key(String key, String workspaceId) {
        keys.put(key, workspaceId);
        return this;
    }

    /** Verifies signatures of requests to Bedrock by this secret. Once one is named, others are refused with 403. */
    public SimulatorBuilder awsSecret(String accessKeyId, String secret) {
        awsSecrets.put(accessKeyId, secret);
        return this;
    }

    /** Starts listening; throws an {@link UncheckedIOException} that names the port if it is taken. */
    public ClaudeSimulator start() {
        refuseOutsideUnlessAllowed();
        Settings settings = new Settings(
                tier,
                overrides,
                Map.copyOf(classes),
                Map.copyOf(caps),
                enforcement,
                spending,
                tierCapped,
                pace,
                length,
                faults,
                batches,
                clouds,
                seed,
                Map.copyOf(keys),
                Map.copyOf(awsSecrets),
                clock);
        try {
            return new ClaudeSimulator(host, port, settings, timing);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private void refuseOutsideUnlessAllowed() {
        try {
            if (!anyInterface && !InetAddress.getByName(host).isLoopbackAddress()) {
                throw new IllegalArgumentException(
                        "Host %s is reachable from other machines; the simulator lets everybody in.".formatted(host)
                                + " Choose a loopback address such as 127.0.0.1, or allow it explicitly.");
            }
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("Host " + host + " is unknown", e);
        }
    }
}
