/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator;

import io.github.camelclaude.simulator.answer.AnswerLength;
import io.github.camelclaude.simulator.batch.BatchRules;
import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.fault.FaultPlan;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The simulator as a program. */
@Command(
        name = "claude-simulator",
        mixinStandardHelpOptions = true,
        versionProvider = SimulatorMain.OwnVersion.class,
        sortOptions = false,
        description = "A local Claude API with real limits, real headers and faults on demand. No model, no bill.")
public final class SimulatorMain implements Callable<Integer> {

    private static final int USUAL_PORT = 8089;

    @Spec
    private CommandSpec spec;

    @Option(names = "--port", description = "Port to listen on, 0 for any free one (8089).")
    private Integer port;

    @Option(names = "--host", description = "Address to listen on (127.0.0.1).")
    private String host;

    @Option(names = "--reachable-from-outside", description = "Allow a --host that other machines can reach.")
    private boolean outside;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Choices from a JSON file, see the documentation; options given here go before it.")
    private Path config;

    @Option(
            names = "--tier",
            description = "Limits of a tier: evaluation, start, build, scale, or a legacy one, 1 to 4 (start).")
    private String tier;

    @Option(names = "--rpm", description = "Requests per minute of every model class, instead of the tier's.")
    private Long rpm;

    @Option(names = "--itpm", description = "Input tokens per minute of every model class, instead of the tier's.")
    private Long itpm;

    @Option(names = "--otpm", description = "Output tokens per minute of every model class, instead of the tier's.")
    private Long otpm;

    @Option(
            names = "--tpm",
            description = "Input and output tokens together per minute of every model class (no such limit).")
    private Long tpm;

    @Option(names = "--concurrency", description = "Requests of a model class at the same time (no such limit).")
    private Long concurrency;

    @Option(names = "--no-spend-cap", description = "Let the tier's monthly spend cap rest.")
    private boolean noSpendCap;

    @Option(
            names = "--latency",
            paramLabel = "MS",
            description =
                    "Every answer begins after so many milliseconds and is complete at once; 0 for no delay. By default"
                            + " about 300 ms to the first token and 5 ms for each.")
    private Long latency;

    @Option(
            names = "--answer-tokens",
            paramLabel = "N[~SIGMA]",
            description =
                    "Free answers have N tokens, or N in the middle of a heavy-tailed distribution, such as 200~0.8."
                            + " By default about 60, and never more than the text they are taken from.")
    private String answerTokens;

    @Option(
            names = "--batch-time",
            paramLabel = "MS",
            description = "Batches are done after so many milliseconds (5000).")
    private Long batchTime;

    @Option(names = "--seed", description = "From which ids, answers and faults follow (1).")
    private Long seed;

    @Option(
            names = "--fault",
            paramLabel = "KIND=PROBABILITY",
            description = "A fault and how likely a request meets it, such as overloaded=0.01. May be repeated. Kinds:"
                    + " ${COMPLETION-CANDIDATES}.",
            completionCandidates = FaultNames.class)
    private final Map<String, Double> faults = new LinkedHashMap<>();

    /** As the jar's manifest says. */
    static final class OwnVersion implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = SimulatorMain.class.getPackage().getImplementationVersion();
            return new String[] {"claude-simulator " + (version == null ? "(not from its jar)" : version)};
        }
    }

    /** For the help. */
    static final class FaultNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Fault.values()).map(Fault::label).iterator();
        }
    }

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
        SimulatorBuilder builder = ClaudeSimulator.builder().port(USUAL_PORT);
        ifGiven(config, builder::config);
        ifGiven(port, builder::port);
        ifGiven(host, builder::host);
        if (outside) {
            builder.reachableFromOutside();
        }
        ifGiven(tier, builder::tier);
        ifGiven(rpm, builder::rpm);
        ifGiven(itpm, builder::itpm);
        ifGiven(otpm, builder::otpm);
        ifGiven(tpm, builder::tpm);
        ifGiven(concurrency, builder::concurrency);
        if (noSpendCap) {
            builder.withoutTierSpendCap();
        }
        ifGiven(latency, millis -> builder.latency(Duration.ofMillis(millis)));
        ifGiven(answerTokens, tokens -> builder.answerLength(length(tokens)));
        ifGiven(batchTime, millis -> builder.batches(BatchRules.USUAL.doneAfter(Duration.ofMillis(millis))));
        ifGiven(seed, builder::seed);
        if (!faults.isEmpty()) {
            builder.faults(plan());
        }
        return builder.start();
    }

    private FaultPlan plan() {
        FaultPlan plan = FaultPlan.seeded(seed == null ? 1 : seed);
        for (Map.Entry<String, Double> fault : faults.entrySet()) {
            plan = plan.with(Fault.named(fault.getKey()), fault.getValue());
        }
        return plan;
    }

    private static AnswerLength length(String tokens) {
        try {
            String[] parts = tokens.split("~", 2);
            return parts.length == 1
                    ? AnswerLength.always(Long.parseLong(parts[0]))
                    : AnswerLength.around(Long.parseLong(parts[0]), Double.parseDouble(parts[1]));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "Answers of '" + tokens + "' tokens; it must be a number such as 200, or 200~0.8 with a spread", e);
        }
    }

    private static <T> void ifGiven(T value, Consumer<T> then) {
        if (value != null) {
            then.accept(value);
        }
    }

    private static void greet(ClaudeSimulator simulator, PrintWriter out) {
        out.println("""

                ***  SIMULATED Claude API, no model behind it, nothing is billed  ***

                  listening on   %1$s        limits of tier '%2$s'

                  export ANTHROPIC_BASE_URL=%1$s ANTHROPIC_API_KEY=any-key-will-do
                  curl %1$s/v1/messages -H 'x-api-key: any' -H 'anthropic-version: 2023-06-01' \\
                    -d '{"model":"claude-opus-5-5","max_tokens":100,"messages":[{"role":"user","content":"Hello"}]}'
                  curl %1$s/simulator/accounting.txt

                  Every response carries the header x-claude-simulator: true. Ctrl-C ends it.
                """.formatted(simulator.baseUrl(), simulator.tier()));
        out.flush();
    }
}
