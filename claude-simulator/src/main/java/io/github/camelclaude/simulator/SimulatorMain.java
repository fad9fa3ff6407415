/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator;

import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.fault.FaultPlan;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The simulator as a program. */
@Command(
        name = "claude-simulator",
        mixinStandardHelpOptions = true,
        version = "claude-simulator 0.1.0",
        sortOptions = false,
        description = "A local Claude API with real limits, real headers and faults on demand. No model, no bill.")
public final class SimulatorMain implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--port",
            defaultValue = "8089",
            description = "Port to listen on, 0 for any free one (${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "Address to listen on (${DEFAULT-VALUE}).")
    private String host;

    @Option(names = "--reachable-from-outside", description = "Allow a --host that other machines can reach.")
    private boolean outside;

    @Option(
            names = "--tier",
            defaultValue = "start",
            description =
                    "Limits of a tier: evaluation, start, build, scale, or a legacy one, 1 to 4 (${DEFAULT-VALUE}).")
    private String tier;

    @Option(names = "--rpm", description = "Requests per minute of every model class, instead of the tier's.")
    private Long rpm;

    @Option(names = "--itpm", description = "Input tokens per minute of every model class, instead of the tier's.")
    private Long itpm;

    @Option(names = "--otpm", description = "Output tokens per minute of every model class, instead of the tier's.")
    private Long otpm;

    @Option(
            names = "--latency",
            paramLabel = "MS",
            description =
                    "Every answer begins after so many milliseconds and is complete at once; 0 for no delay. By default"
                            + " about 300 ms to the first token and 5 ms for each.")
    private Long latency;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "From which ids, answers and faults follow (${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--fault",
            paramLabel = "KIND=PROBABILITY",
            description = "A fault and how likely a request meets it, such as overloaded=0.01. May be repeated.")
    private Map<String, Double> faults = new LinkedHashMap<>();

    private SimulatorMain() {}

    public static void main(String[] args) {
        System.setProperty("vertx.disableDnsResolver", "true");
        System.setProperty("vertx.logger-delegate-factory-class-name", "io.vertx.core.logging.JULLogDelegateFactory");
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new SimulatorMain());
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        ClaudeSimulator simulator;
        try {
            simulator = start();
        } catch (IllegalArgumentException | UncheckedIOException e) {
            err.println("claude-simulator: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        greet(simulator, spec.commandLine().getOut());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            System.out.println();
            System.out.print(simulator.accounting().picture());
            System.out.flush();
            simulator.close();
        }));
        new CountDownLatch(1).await();
        return CommandLine.ExitCode.OK;
    }

    private ClaudeSimulator start() {
        SimulatorBuilder builder =
                ClaudeSimulator.builder().host(host).port(port).tier(tier).seed(seed);
        if (outside) {
            builder.reachableFromOutside();
        }
        if (rpm != null) {
            builder.rpm(rpm);
        }
        if (itpm != null) {
            builder.itpm(itpm);
        }
        if (otpm != null) {
            builder.otpm(otpm);
        }
        if (latency != null) {
            builder.latency(Duration.ofMillis(latency));
        }
        FaultPlan plan = FaultPlan.seeded(seed);
        for (Map.Entry<String, Double> fault : faults.entrySet()) {
            plan = plan.with(Fault.named(fault.getKey()), fault.getValue());
        }
        return builder.faults(plan).start();
    }

    private void greet(ClaudeSimulator simulator, PrintWriter out) {
        out.println("""

                ***  SIMULATED Claude API, no model behind it, nothing is billed  ***

                  listening on   %1$s        limits of tier '%2$s'%3$s

                  export ANTHROPIC_BASE_URL=%1$s ANTHROPIC_API_KEY=any-key-will-do
                  curl %1$s/v1/messages -H 'x-api-key: any' -H 'anthropic-version: 2023-06-01' \\
                    -d '{"model":"claude-opus-5-5","max_tokens":100,"messages":[{"role":"user","content":"Hello"}]}'

                  Every response carries the header x-claude-simulator: true. Ctrl-C ends it.
                """.formatted(
                        simulator.baseUrl(), tier, rpm == null && itpm == null && otpm == null ? "" : ", changed"));
        out.flush();
    }
}
