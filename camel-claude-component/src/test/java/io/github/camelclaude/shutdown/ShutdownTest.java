/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.shutdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelclaude.simulator.ClaudeSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ends a real process with SIGTERM while five hundred exchanges wait and fifty are under way. */
class ShutdownTest {

    private static final int FILES = 550;

    @TempDir
    private Path folder;

    private Process process;

    @BeforeEach
    void writeFiles() throws IOException {
        for (int i = 0; i < FILES; i++) {
            Files.writeString(folder.resolve(i + ".txt"), "question number " + i);
        }
    }

    @AfterEach
    void endForGood() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Test
    void with_time_enough_all_of_them_finish() throws Exception {
        try (ClaudeSimulator claude = simulator(Duration.ofMillis(100))) {
            start(claude, 120);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> claude.accounting().totals().arrived() > 60);

            process.destroy();

            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(files(folder.resolve(".camel"))).isEqualTo(FILES);
            assertThat(files(folder)).isZero();
            assertThat(claude.accounting().totals().answered()).isEqualTo(FILES);
            assertThat(claude.accounting().seenTwice()).isEmpty();
        }
    }

    @Test
    void without_time_those_under_way_are_cancelled_and_none_is_lost() throws Exception {
        try (ClaudeSimulator claude = simulator(Duration.ofHours(1))) {
            start(claude, 1);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> claude.accounting().running() == FilesToClaude.IN_FLIGHT);

            process.destroy();

            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(files(folder)).as("the source has them back").isEqualTo(FILES);
            await().until(() -> claude.accounting().totals().cancelled() == FilesToClaude.IN_FLIGHT);
            assertThat(claude.accounting().totals().arrived())
                    .as("none of the waiting was sent on the way out")
                    .isEqualTo(FilesToClaude.IN_FLIGHT);
        }
    }

    private static ClaudeSimulator simulator(Duration latency) {
        return ClaudeSimulator.builder().port(0).tier("scale").latency(latency).start();
    }

    private void start(ClaudeSimulator claude, int shutdownSeconds) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        FilesToClaude.class.getName(),
                        claude.baseUrl(),
                        folder.toString(),
                        Integer.toString(shutdownSeconds))
                .inheritIO()
                .start();
    }

    private static long files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).count();
        }
    }
}
