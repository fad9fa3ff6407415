/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelclaude.batch.SpoolWriter.Placed;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Requests are written into the bodies of batches. */
class SpoolWriterTest {

    private static final Map<String, Object> ITEM = Map.of("text", "äöü€😀");

    /** What {@link #ITEM} is as JSON. */
    private static final int PARAMS = 32;

    /** The line of an item in a row of one digit, its break included. */
    private static final int LINE = 1 + 14 + 24 + 11 + PARAMS + 1;

    private static final int FRAME = 13 + 3;

    private final AtomicInteger nonces = new AtomicInteger();

    @TempDir
    private Path folder;

    private Path spool;

    @Test
    void a_file_is_the_body_of_a_request_with_an_item_on_each_line() throws Exception {
        List<SpoolFile> files;
        try (SpoolWriter writer = writer(10, 10_000)) {
            assertThat(writer.add(Map.of("max_tokens", 1))).contains(new Placed(nonce(0), 0));
            assertThat(writer.add(Map.of("text", "one\ntwo"))).contains(new Placed(nonce(0), 1));
            files = writer.finish();
        }

        assertThat(files).hasSize(1);
        assertThat(files.get(0).path()).hasFileName(nonce(0) + ".json").hasContent("""
                {"requests":[
                {"custom_id":"%1$s-0","params":{"max_tokens":1}},
                {"custom_id":"%1$s-1","params":{"text":"one\\ntwo"}}
                ]}""".formatted(nonce(0)));
        assertThat(files.get(0).items()).isEqualTo(2);
        assertThat(names()).containsExactly(nonce(0) + ".json");
    }

    @Test
    void the_next_file_begins_with_the_item_that_would_be_one_too_many() throws Exception {
        try (SpoolWriter writer = writer(3, 10_000)) {
            for (int i = 0; i < 7; i++) {
                assertThat(writer.add(ITEM)).contains(new Placed(nonce(i / 3), i % 3));
            }
            assertThat(writer.finish()).extracting(SpoolFile::items).containsExactly(3, 3, 1);
        }
    }

    @Test
    void a_file_may_be_as_large_as_a_batch_to_the_byte() throws Exception {
        long exact = FRAME + 3 * LINE + 2;
        assertThat(bytes(exact, 4)).containsExactly(exact, (long) FRAME + LINE);
        assertThat(bytes(exact - 1, 4)).containsExactly((long) FRAME + 2 * LINE + 1, (long) FRAME + 2 * LINE + 1);
    }

    /** Sizes of the files that some items make. */
    private List<Long> bytes(long most, int items) throws IOException {
        try (SpoolWriter writer = writer(100, most)) {
            for (int i = 0; i < items; i++) {
                assertThat(writer.add(ITEM)).isPresent();
            }
            List<SpoolFile> files = writer.finish();
            for (SpoolFile file : files) {
                assertThat(Files.size(file.path())).isEqualTo(file.bytes()).isLessThanOrEqualTo(most);
            }
            return files.stream().map(SpoolFile::bytes).toList();
        }
    }

    @Test
    void an_item_may_be_as_large_as_a_batch_alone_and_a_larger_one_leaves_nothing() throws Exception {
        assertThat(bytes(FRAME + LINE, 1)).containsExactly((long) FRAME + LINE);
        try (SpoolWriter writer = writer(100, FRAME + LINE - 1)) {
            assertThat(writer.add(ITEM)).isEmpty();
            assertThat(writer.finish()).isEmpty();
        }
    }

    @Test
    void what_is_too_large_between_others_is_left_out() throws Exception {
        try (SpoolWriter writer = writer(100, 1_000)) {
            assertThat(writer.add(ITEM)).contains(new Placed(nonce(0), 0));
            assertThat(writer.add(Map.of("text", "x".repeat(990)))).isEmpty();
            assertThat(writer.add(Map.of("text", "x".repeat(100_000)))).isEmpty();
            assertThat(writer.add(ITEM)).contains(new Placed(nonce(0), 1));

            SpoolFile file = writer.finish().get(0);
            assertThat(requests(file)).hasSize(2);
            assertThat(file.bytes()).isEqualTo(FRAME + 2 * LINE + 1).isEqualTo(Files.size(file.path()));
        }
    }

    @Test
    void what_is_no_json_is_refused_and_leaves_nothing() throws Exception {
        try (SpoolWriter writer = writer(100, 1_000)) {
            for (Object bad :
                    List.of(new Object(), "\ud83d", "\ud83dx", "x\ude00", "\\\ude00x", "\ud83d\ud83d\ude00")) {
                assertThatThrownBy(() -> writer.add(Map.of("text", bad)))
                        .isInstanceOf(ClaudeInvalidRequestException.class)
                        .hasMessageContaining("JSON");
            }
            assertThat(writer.add(Map.of("text", "\\ud83d and a \n 😀"))).contains(new Placed(nonce(0), 0));
            assertThat(requests(writer.finish().get(0)).at("/0/params/text").textValue())
                    .isEqualTo("\\ud83d and a \n 😀");
        }
    }

    @Test
    void what_is_not_finished_is_a_part_and_is_deleted_with_the_writer() throws Exception {
        try (SpoolWriter writer = writer(1, 1_000)) {
            writer.add(ITEM);
            writer.add(ITEM);
            assertThat(names()).containsExactlyInAnyOrder(nonce(0) + ".part", nonce(1) + ".part");
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void after_the_end_nothing_is_added() throws Exception {
        try (SpoolWriter writer = writer(1, 1_000)) {
            writer.add(ITEM);
            assertThat(writer.finish()).isEqualTo(writer.finish());
            assertThatThrownBy(() -> writer.add(ITEM)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void only_the_owner_reads_prompts() throws Exception {
        try (SpoolWriter writer = writer(1, 1_000)) {
            writer.add(ITEM);
            SpoolFile file = writer.finish().get(0);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(file.path().getParent())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void leftovers_are_swept_when_they_are_old_and_nobody_needs_them() throws Exception {
        Instant now = Instant.now();
        Files.createDirectories(folder);
        String old = "a".repeat(22);
        for (String name :
                List.of(old + ".part", old + ".json", old + "-b.results", "c".repeat(22) + ".json", "notes.json")) {
            Files.setLastModifiedTime(
                    Files.writeString(folder.resolve(name), "x"), FileTime.from(now.minusSeconds(3_600)));
        }
        Files.writeString(folder.resolve("d".repeat(22) + ".part"), "x");

        int deleted = SpoolDirectory.sweep(folder, Set.of("c".repeat(22) + ".json"), now.minusSeconds(600));

        assertThat(deleted).isEqualTo(3);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("c".repeat(22) + ".json", "d".repeat(22) + ".part", "notes.json");
        }
        assertThat(SpoolDirectory.sweep(folder.resolve("none"), Set.of(), now)).isZero();
    }

    @Test
    void a_nonce_makes_an_id_that_the_api_takes_and_that_is_known_again() {
        String nonce = Nonce.next();

        assertThat(new CustomId(nonce, 99_999).toString()).matches("[a-zA-Z0-9_-]{1,64}");
        assertThat(CustomId.of(nonce + "-99999")).contains(new CustomId(nonce, 99_999));
        assertThat(Stream.generate(Nonce::next).limit(1_000).distinct()).hasSize(1_000);
        assertThat(List.of("item-2", nonce, nonce + "-", nonce + "-01", nonce + "--1", "_" + nonce + "-1", ""))
                .allMatch(other -> CustomId.of(other).equals(Optional.empty()));
        assertThatThrownBy(() -> new CustomId("a_b", 0)).hasMessageContaining("nonce=a_b");
    }

    @Test
    void a_hundred_thousand_items_are_written_in_seconds() throws Exception {
        Map<String, Object> item = Map.of(
                "model",
                "claude-haiku-5-5",
                "max_tokens",
                100,
                "messages",
                List.of(Map.of("role", "user", "content", "word ".repeat(200))));
        long begin = System.nanoTime();
        try (SpoolWriter writer = writer(100_000, SpoolWriter.MOST_BYTES)) {
            for (int i = 0; i < 100_000; i++) {
                writer.add(item);
            }
            SpoolFile file = writer.finish().get(0);
            assertThat(file.items()).isEqualTo(100_000);
            assertThat(Files.size(file.path())).isEqualTo(file.bytes());
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMinutes(1));
    }

    private SpoolWriter writer(int mostItems, long mostBytes) throws IOException {
        nonces.set(0);
        spool = Files.createTempDirectory(folder, "").resolve("spool");
        return new SpoolWriter(spool, () -> nonce(nonces.getAndIncrement()), mostItems, mostBytes);
    }

    private static String nonce(int number) {
        return "nonceOfTwentyTwoChar%02d".formatted(number);
    }

    private static JsonNode requests(SpoolFile file) throws IOException {
        return JsonMapper.builder()
                .build()
                .readTree(Files.readAllBytes(file.path()))
                .get("requests");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(spool)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
