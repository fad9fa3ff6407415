/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.simulator.fault.Fault;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.OptionSpec;

/** The page tells everything that there is, and its file can be used as it stands. */
class DocumentationTest {

    private static final Path PAGE = Path.of("..", "docs", "simulator.adoc");

    @Test
    void everyFaultOptionAndChoiceIsOnThePage() throws IOException {
        String page = Files.readString(PAGE);
        for (Fault fault : Fault.values()) {
            assertThat(page).contains("`" + fault.label() + "`");
        }
        for (OptionSpec option : SimulatorMain.commandLine().getCommandSpec().options()) {
            if (!option.usageHelp() && !option.versionHelp()) {
                assertThat(page).contains("`" + option.longestName() + "`");
            }
        }
        Arrays.stream(SimulatorConfig.class.getRecordComponents())
                .map(RecordComponent::getName)
                .forEach(name -> assertThat(page).contains("\"" + name + "\""));
    }

    @Test
    void theFileOnThePageIsAccepted(@TempDir Path folder) throws IOException {
        String json = Pattern.compile("\\[source,json]\\R----\\R(.*?)\\R----", Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult match) -> match.group(1))
                .findFirst()
                .orElseThrow();
        Path file = Files.writeString(folder.resolve("simulator.json"), json);
        try (ClaudeSimulator sim =
                ClaudeSimulator.builder().config(file).port(0).start()) {
            assertThat(sim.tier()).isEqualTo("build");
        }
    }
}
