/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.triage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.github.camelclaude.examples.run.RunDirectory;
import io.github.camelclaude.examples.run.RunResult;
import io.github.camelclaude.examples.run.Waits;
import io.github.camelclaude.examples.run.WhoAnswers;
import io.github.camelclaude.examples.triage.TriageRun.Dsl;
import io.github.camelclaude.rate.Picture;
import io.github.camelclaude.rate.Priority;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.account.ContentAttempts;
import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.fault.FaultPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The promises of the main job, under faults and with hostile rows. */
class FileTriageTest {

    private static final long SEED = Long.getLong("seed", 20261124);
    private static final Set<String> EMPTY = Set.of("h-empty", "h-blank");
    /** Retries of the route wait half a second and more; what they wait is not what is tested here. */
    private static final Map<String, String> IN_A_HURRY = Map.of("triage.redeliveryDelay", "1");

    @TempDir
    private Path temp;

    @ParameterizedTest
    @EnumSource
    void each_row_ends_in_exactly_one_place_and_no_answers_are_swapped(Dsl dsl) throws Exception {
        int shipped = dsl == Dsl.java ? 1_000 : 250;
        TriageRows rows = TriageRows.shipped().first(shipped).and(TriageRows.hostile());
        try (ClaudeSimulator claude = faulty()) {
            AtomicLong ended = new AtomicLong();
            RunResult result =
                    run(claude, dsl, rows.write(temp.resolve("rows.csv")), picture -> ended.incrementAndGet());
            TriageFiles files = TriageFiles.in(temp.resolve("run"));

            assertThat(ended).hasValue(shipped + 25);
            assertThat(result.answers()).isEqualTo(files.answers().size());
            assertThat(result.rejected()).isEqualTo(files.rejects().size());
            assertEachRowOnce(rows, files);
            assertAnswersAreValidAndOnesOwn(rows, files.answers());
            assertRejectsSayWhy(files.rejects());
            assertEachNarrativeWasAnsweredOnce(rows, files, claude);
        }
    }

    @Test
    void the_route_in_java_and_the_route_in_yaml_give_the_same_result() throws Exception {
        Path csv = TriageRows.shipped().first(60).and(TriageRows.hostile()).write(temp.resolve("rows.csv"));
        Map<Dsl, TriageFiles> files = new HashMap<>();
        for (Dsl dsl : Dsl.values()) {
            try (ClaudeSimulator claude = faulty()) {
                run(claude, dsl, csv, picture -> {});
                files.put(dsl, TriageFiles.in(temp.resolve("run")));
            }
        }

        files.values().forEach(each -> assertThat(each.rejects()).containsOnlyKeys(EMPTY));
        assertThat(files.get(Dsl.java).rejects()).isEqualTo(files.get(Dsl.yaml).rejects());
        assertThat(files.get(Dsl.java).answers())
                .isEqualTo(files.get(Dsl.yaml).answers())
                .hasSizeGreaterThan(80);
    }

    @ParameterizedTest
    @EnumSource
    void rows_without_a_usable_id_are_rejected_under_their_number_and_not_paid(Dsl dsl) throws Exception {
        Path csv = TriageRows.write(
                temp.resolve("rows.csv"),
                List.of(
                        List.of("1", "x", "my card"),
                        List.of("../../evil", "x", "my path"),
                        List.of("", "x", "no id"),
                        List.of("1", "x", "the same id"),
                        List.of("x".repeat(65), "x", "a long id"),
                        List.of("6"),
                        List.of("7", "x", "my loan", "a column too many")));
        try (ClaudeSimulator claude =
                ClaudeSimulator.builder().port(0).latency(Duration.ZERO).start()) {
            run(claude, dsl, csv, picture -> {});
            TriageFiles files = TriageFiles.in(temp.resolve("run"));

            assertThat(files.answers()).containsOnlyKeys("1", "7");
            assertThat(files.rejects()).hasSize(5).containsKeys("row.1", "row.2", "row.4", "6");
            assertThat(files.rejects().get("6").get("reason").asText()).contains("body is missing");
            assertThat(files.rejects().get("row.1").get("reason").asText()).contains("1 to 64 letters");
            assertThat(files.rejects().entrySet())
                    .as("rows are worked on in parallel: whichever of the two comes second")
                    .filteredOn(reject -> Set.of("row.0", "row.3").contains(reject.getKey()))
                    .singleElement()
                    .satisfies(reject ->
                            assertThat(reject.getValue().get("reason").asText()).contains("another row"));
            assertThat(claude.accounting().totals().arrived()).isEqualTo(2);
        }
    }

    @Test
    void what_cannot_pass_is_rejected_after_its_tries_with_the_reason_and_the_row() throws Exception {
        Path csv = TriageRows.write(temp.resolve("rows.csv"), List.of(List.of("1", "x", "my card")));
        try (ClaudeSimulator claude = ClaudeSimulator.builder()
                .port(0)
                .latency(Duration.ZERO)
                .faults(FaultPlan.seeded(SEED).with(Fault.OVERLOADED, 1))
                .start()) {
            RunResult result = run(claude, Dsl.yaml, csv, picture -> {});
            JsonNode reject = TriageFiles.in(temp.resolve("run")).rejects().get("1");

            assertThat(claude.accounting().totals().arrived())
                    .as("one try and five more")
                    .isEqualTo(6);
            assertThat(result.rejects()).isEqualTo(Map.of("overloaded", 1L));
            assertThat(reject.get("reason").asText()).startsWith("Claude answered 529 overloaded_error");
            assertThat(reject.get("errorClass").asText()).isEqualTo("overloaded");
            assertThat(reject.get("worthAnotherTry").asBoolean()).isTrue();
            assertThat(reject.at("/row/narrative").asText()).isEqualTo("my card");
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_urgent_come_first_and_no_limit_refuses_anything(Dsl dsl) throws Exception {
        Path csv = TriageRows.shipped().first(60).write(temp.resolve("rows.csv"));
        try (ClaudeSimulator claude = ClaudeSimulator.builder()
                .port(0)
                .latency(Duration.ZERO)
                .rpm(600)
                .start()) {
            TriageRun.Outcome outcome = new TriageRun(directory(csv), dsl, WhoAnswers.simulator(claude))
                    .run(Map.of("camel.component.claude.requestsPerMinute", "600"), picture -> {});

            claude.assertNoRefusals();
            assertThat(outcome.limits().permitsOut()).isZero();
            assertThat(outcome.result().waits()).containsOnlyKeys(Priority.HIGH, Priority.NORMAL);
            Waits high = outcome.result().waits().get(Priority.HIGH);
            Waits normal = outcome.result().waits().get(Priority.NORMAL);
            assertThat(high.calls()).isEqualTo(8);
            assertThat(high.half()).isLessThan(normal.half());
            assertThat(high.longest()).isLessThan(normal.longest());
        }
    }

    private static ClaudeSimulator faulty() {
        System.out.println("Seed of the faults: " + SEED + " (another: -Dseed=...)");
        return ClaudeSimulator.builder()
                .port(0)
                .tier("scale")
                .latency(Duration.ZERO)
                .seed(SEED)
                .faults(FaultPlan.seeded(SEED)
                        .with(Fault.RATE_LIMIT, 0.0075)
                        .with(Fault.OVERLOADED, 0.0075)
                        .with(Fault.SERVER_ERROR, 0.0075)
                        .with(Fault.CUT_BEFORE_BODY, 0.0075))
                .start();
    }

    private RunResult run(ClaudeSimulator claude, Dsl dsl, Path csv, Consumer<Picture> onRow) throws Exception {
        return new TriageRun(directory(csv), dsl, WhoAnswers.simulator(claude))
                .run(IN_A_HURRY, onRow)
                .result();
    }

    private RunDirectory directory(Path csv) throws Exception {
        RunDirectory directory = RunDirectory.open(temp.resolve("run"), false, TriageInput.FOLDERS);
        TriageInput.fill(directory, Optional.of(csv), Long.MAX_VALUE);
        return directory;
    }

    private static void assertEachRowOnce(TriageRows rows, TriageFiles files) {
        Set<String> both = new HashSet<>(files.answers().keySet());
        both.retainAll(files.rejects().keySet());
        assertThat(both).isEmpty();
        Set<String> all = new HashSet<>(files.answers().keySet());
        all.addAll(files.rejects().keySet());
        assertThat(all).isEqualTo(rows.narratives().keySet());
    }

    private static void assertAnswersAreValidAndOnesOwn(TriageRows rows, Map<String, JsonNode> answers)
            throws Exception {
        JsonSchema schema = JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(JsonMapper.builder()
                        .build()
                        .readTree(FileTriageTest.class.getResource("/file-triage/complaint-schema.json")));
        answers.forEach((id, answer) -> {
            assertThat(schema.validate(answer)).as(id).isEmpty();
            assertThat(answer.get("summary").asText())
                    .as("the summary of " + id)
                    .isNotBlank()
                    .doesNotContain("\n", "\r")
                    .isSubstringOf(rows.narratives().get(id));
        });
    }

    private static void assertRejectsSayWhy(Map<String, JsonNode> rejects) {
        assertThat(rejects).containsKeys(EMPTY.toArray(String[]::new));
        rejects.forEach((id, reject) -> {
            assertThat(reject.get("reason").asText()).as(id).isNotBlank();
            assertThat(reject.at("/row/id").asText()).isEqualTo(id);
            assertThat(reject.get("worthAnotherTry").asBoolean()).as(id).isEqualTo(!EMPTY.contains(id));
        });
    }

    /** Some complaints are word for word the same, so contents are counted, not rows. */
    private static void assertEachNarrativeWasAnsweredOnce(TriageRows rows, TriageFiles files, ClaudeSimulator claude) {
        Map<String, Long> expected = files.answers().keySet().stream()
                .collect(Collectors.groupingBy(id -> rows.narratives().get(id), Collectors.counting()));
        expected.forEach((narrative, times) -> {
            ContentAttempts seen = claude.accounting().attemptsOf(narrative).orElseThrow();
            assertThat(seen.answers()).as("answers for: " + narrative).isEqualTo(times);
            assertThat(seen.attempts())
                    .as("each attempt without an answer met a fault")
                    .allMatch(attempt -> attempt.ending().isPresent());
        });
        long withFault = claude.accounting().totals().failed();
        assertThat(withFault).as("faults were met, or this test shows nothing").isPositive();
        assertThat(claude.accounting().totals().arrived())
                .isEqualTo(claude.accounting().totals().answered() + withFault);
    }
}
