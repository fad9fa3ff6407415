/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelclaude.RouteTestSupport;
import io.github.camelclaude.simulator.ClaudeSimulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was written comes back. */
class SpoolReaderTest {

    @TempDir
    private Path folder;

    @Test
    void whatever_is_written_comes_back_and_the_service_takes_it() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Map<String, Object>> written = new ArrayList<>();
        List<SpoolFile> files;
        try (SpoolWriter writer = new SpoolWriter(folder, Nonce::next, 40, 20_000)) {
            for (int i = 0; i < 300; i++) {
                Map<String, Object> item = item(random);
                if (writer.add(item).isPresent()) {
                    written.add(item);
                }
            }
            files = writer.finish();
        }

        List<Map<String, Object>> read = new ArrayList<>();
        try (ClaudeSimulator simulator = ClaudeSimulator.builder().port(0).start()) {
            for (SpoolFile file : files) {
                new SpoolReader(file.path()).forEach((row, params) -> read.add(SpoolReader.params(params)));
                assertThat(file.items()).isBetween(1, 40);
                assertThat(file.bytes()).isLessThanOrEqualTo(20_000).isEqualTo(Files.size(file.path()));
                assertThat(send(simulator, file.path())).as("seed %d", seed).contains("\"processing\":" + file.items());
            }
        }
        assertThat(read).as("seed %d", seed).isEqualTo(written);
    }

    private static Map<String, Object> item(Random random) {
        StringBuilder text = new StringBuilder();
        random.ints(random.nextInt(2_000), 0, 0x11000)
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .forEach(text::appendCodePoint);
        return Map.of(
                "model",
                "claude-haiku-5-5",
                "max_tokens",
                1 + random.nextInt(1_000),
                "messages",
                List.of(Map.of("role", "user", "content", text.toString())));
    }

    private static String send(ClaudeSimulator simulator, Path file) throws IOException, InterruptedException {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(simulator.baseUrl() + "/v1/messages/batches"))
                                .header("x-api-key", RouteTestSupport.KEY)
                                .header("anthropic-version", "2023-06-01")
                                .header("content-type", "application/json")
                                .POST(BodyPublishers.ofFile(file))
                                .build(),
                        BodyHandlers.ofString());
        return response.body().replace(" ", "");
    }

    @Test
    void some_rows_can_be_read_alone() throws Exception {
        SpoolFile file = write(20);
        List<Integer> rows = new ArrayList<>();

        new SpoolReader(file.path()).forEach(new TreeSet<>(List.of(19, 3, 7)), (row, params) -> {
            assertThat(SpoolReader.params(params)).containsEntry("max_tokens", row);
            rows.add(row);
        });

        assertThat(rows).containsExactly(3, 7, 19);
        assertThatThrownBy(() -> new SpoolReader(file.path())
                        .forEach(new TreeSet<>(List.of(20)), (row, params) -> rows.add(row)))
                .isInstanceOf(BrokenSpoolException.class)
                .hasMessageContaining("no row 20");
    }

    @Test
    void wherever_a_file_was_cut_off_it_is_noticed() throws Exception {
        SpoolFile file = write(3);
        byte[] whole = Files.readAllBytes(file.path());
        for (int length = 0; length < whole.length; length++) {
            Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> new SpoolReader(cut).forEach((row, params) -> SpoolReader.params(params)))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(BrokenSpoolException.class)
                    .hasMessageContaining("cut");
        }
    }

    private SpoolFile write(int items) throws IOException {
        try (SpoolWriter writer = new SpoolWriter(folder, Nonce::next)) {
            for (int i = 0; i < items; i++) {
                writer.add(Map.of("max_tokens", i, "text", "}],"));
            }
            return writer.finish().get(0);
        }
    }
}
