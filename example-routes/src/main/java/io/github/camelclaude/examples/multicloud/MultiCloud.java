/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.multicloud;

import io.github.camelclaude.examples.run.ExampleFolder;
import io.github.camelclaude.examples.run.RunningCamel;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.fault.FaultPlan;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Questions that two regions of Bedrock may answer, one of which stops serving in the middle. Each place is a simulator. */
@Command(
        name = "multi-cloud",
        mixinStandardHelpOptions = true,
        description = "Two regions of Bedrock answer, and one stops serving in the middle. Simulated only.")
public final class MultiCloud implements Callable<Integer> {

    private static final ExampleFolder EXAMPLE = new ExampleFolder("multi-cloud");
    private static final String BACKENDS = "camel.component.claude.backends";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--questions",
            paramLabel = "N",
            description = "How many; default: ${DEFAULT-VALUE}.",
            defaultValue = "200")
    private int questions;

    private static ClaudeSimulator place() {
        return ClaudeSimulator.builder()
                .port(0)
                .tier("scale")
                .latency(Duration.ofMillis(300))
                .start();
    }

    @Override
    public Integer call() throws Exception {
        if (questions < 3) {
            throw new ParameterException(spec.commandLine(), "--questions=" + questions + " must be at least 3");
        }
        PrintWriter out = spec.commandLine().getOut();
        Tally tally = new Tally(questions);
        try (ClaudeSimulator frankfurt = place();
                ClaudeSimulator ireland = place();
                ClaudeSimulator api = place()) {
            out.println(
                    "SIMULATOR: no answer below comes from Claude. No call leaves this machine and nothing is paid.");
            out.flush();
            Map<String, String> overrides = new TreeMap<>();
            overrides.put("questions.count", String.valueOf(questions));
            point(overrides, "frankfurt", frankfurt.bedrockUrl("eu-central-1"));
            point(overrides, "ireland", ireland.bedrockUrl("eu-west-1"));
            point(overrides, "api", api.baseUrl());
            try (RunningCamel camel =
                    RunningCamel.of(EXAMPLE, overrides).bind("tally", tally).start()) {
                tally.awaitAThird();
                say(out, "frankfurt stops serving");
                frankfurt.faults(FaultPlan.seeded(1).with(Fault.OVERLOADED, 1));
                tally.awaitAll();
                say(out, "state of the places: " + camel.breakers());
            }
            summary(out, tally, api.accounting().contents());
        }
        return tally.failures().isEmpty() ? 0 : 1;
    }

    private static void point(Map<String, String> overrides, String backend, String url) {
        overrides.put(BACKENDS + "[" + backend + "].baseUrl", url);
        overrides.put(BACKENDS + "[" + backend + "].apiKey", "sk-simulator");
    }

    private static void say(PrintWriter out, String what) {
        out.println(what);
        out.flush();
    }

    private void summary(PrintWriter out, Tally tally, int outside) {
        out.println("questions  " + questions);
        out.println("answers    " + new TreeMap<>(tally.answers()));
        out.println("failures   " + new TreeMap<>(tally.failures()));
        out.println("attempts   " + tally.attempts());
        out.println("calls that left the European Union  " + outside);
        out.flush();
    }
}
