/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator;

import io.github.camelclaude.simulator.answer.AnswerLength;
import io.github.camelclaude.simulator.fault.FaultPlan;
import io.github.camelclaude.simulator.limit.LimitBook.Enforcement;
import io.github.camelclaude.simulator.service.Pace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Choices before a simulator starts. Everything has a default: any free port on loopback, tier {@code start}, no faults. */
public final class SimulatorBuilder {

    private static final String LOOPBACK = "127.0.0.1";
    private String host = LOOPBACK;
    private int port;
    private String tier = "start";
    private Long requests;
    private Long inputTokens;
    private Long outputTokens;
    private Pace pace = Pace.USUAL;
    private AnswerLength length = AnswerLength.USUAL;
    private FaultPlan faults = FaultPlan.none();
    private long seed = 1;
    private final Map<String, String> keys = new LinkedHashMap<>();
    private boolean anyInterface;

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
        requests = perMinute;
        return this;
    }

    /** Input tokens per minute of every model class, instead of the tier's. */
    public SimulatorBuilder itpm(long perMinute) {
        inputTokens = perMinute;
        return this;
    }

    /** Output tokens per minute of every model class, instead of the tier's. */
    public SimulatorBuilder otpm(long perMinute) {
        outputTokens = perMinute;
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

    /** From it follow ids, answers, paces; the same seed gives the same run. */
    public SimulatorBuilder seed(long newSeed) {
        seed = newSeed;
        return this;
    }

    /** Accepts this key, for this workspace. Once a key is named, others are refused with 401. */
    public SimulatorBuilder key(String key, String workspaceId) {
        keys.put(key, workspaceId);
        return this;
    }

    /** Starts listening; throws an {@link UncheckedIOException} that names the port if it is taken. */
    public ClaudeSimulator start() {
        refuseOutsideUnlessAllowed();
        try {
            return new ClaudeSimulator(options());
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private SimulatorOptions options() {
        return new SimulatorOptions(
                host,
                port,
                tier,
                requests,
                inputTokens,
                outputTokens,
                Enforcement.DOCUMENTED,
                pace,
                length,
                faults,
                seed,
                Map.copyOf(keys));
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
