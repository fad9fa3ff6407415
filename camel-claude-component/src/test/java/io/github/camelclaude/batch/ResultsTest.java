/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelclaude.ScriptedClaude;
import io.github.camelclaude.batch.ResultLine.Problem;
import io.github.camelclaude.batch.ResultLine.Told;
import io.github.camelclaude.batch.ResultLine.Unreadable;
import io.github.camelclaude.batch.ledger.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a batch has come to, line by line and row by row. */
class ResultsTest {

    private static final String NONCE = "nonceOfTwentyTwoChars0";

    @TempDir
    private Path folder;

    @Test
    void a_line_tells_the_answer() {
        ResultLine line = ResultLine.of("{\"custom_id\":\"" + NONCE
                + "-7\",\"result\":{\"type\":\"succeeded\",\"message\":" + ScriptedClaude.message("Hello") + "}}");

        assertThat(line).isInstanceOfSatisfying(Told.class, told -> {
            assertThat(told.id()).contains(new CustomId(NONCE, 7));
            assertThat(told.outcome()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(told.message().usage().outputTokens()).isEqualTo(200);
            assertThat(told.error()).isNull();
        });
    }

    @Test
    void a_line_tells_why_there_is_no_answer() {
        String id = new CustomId(NONCE, 0).toString();

        assertThat(ResultLine.of(line(
                        0,
                        "{\"type\":\"errored\",\"error\":"
                                + ScriptedClaude.error("invalid_request_error", "max_tokens: wrong") + "}")))
                .isEqualTo(new Told(
                        id, Outcome.ERRORED, null, new Problem("invalid_request_error", "max_tokens: wrong", "req_1")));
        assertThat(ResultLine.of(line(0, "{\"type\":\"errored\"}")))
                .isEqualTo(new Told(id, Outcome.ERRORED, null, new Problem(null, null, null)));
        assertThat(ResultLine.of(line(0, "{\"type\":\"canceled\"}")))
                .isEqualTo(new Told(id, Outcome.CANCELED, null, null));
        assertThat(ResultLine.of(line(0, "{\"type\":\"expired\"}")))
                .isEqualTo(new Told(id, Outcome.EXPIRED, null, null));
        assertThat(ResultLine.of("{\"custom_id\":\"item-2\",\"result\":{\"type\":\"expired\"}}"))
                .isEqualTo(new Told("item-2", Outcome.EXPIRED, null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gateway",
                "",
                "null",
                "[]",
                "{\"custom_id\":",
                "{\"custom_id\":\"nonceOfTwentyTwoChars0-1\",\"result\":{\"type\":\"postponed\"}}",
                "{\"custom_id\":\"nonceOfTwentyTwoChars0-1\",\"result\":{\"type\":\"succeeded\",\"message\":{}}}",
                "{\"custom_id\":\"nonceOfTwentyTwoChars0-1\",\"result\":{\"type\":\"succeeded\",\"message\":[]}}",
                "{\"custom_id\":\"nonceOfTwentyTwoChars0-1\",\"result\":{\"type\":\"succeeded\"}}"
            })
    void a_line_that_tells_nothing_is_kept(String line) {
        assertThat(ResultLine.of(line)).isInstanceOfSatisfying(Unreadable.class, unreadable -> {
            assertThat(unreadable.line()).isEqualTo(line);
            assertThat(unreadable.why()).isNotBlank();
            assertThat(unreadable.id().isPresent()).isEqualTo(line.contains("result"));
        });
    }

    @Test
    void results_come_in_any_order_and_are_read_by_row() throws Exception {
        long seed = new Random().nextLong();
        List<Integer> rows = IntStream.range(0, 5_000).boxed().collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(rows, new Random(seed));
        String results = rows.stream()
                .map(row -> line(row, "{\"type\":\"ä" + row + "\"}"))
                .collect(Collectors.joining("\n"));

        List<Integer> read = new ArrayList<>();
        try (ResultsInOrder ordered = take(results, 5_000)) {
            ordered.forEach((row, line) -> {
                assertThat(line).isEqualTo(line(row, "{\"type\":\"ä" + row + "\"}"));
                read.add(row);
            });
            assertThat(folder).isDirectoryContaining("glob:**.results");
            assertThat(ordered.others()).isZero();
        }

        Collections.sort(rows);
        assertThat(read).as("seed %d", seed).isEqualTo(rows);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void lines_of_others_and_second_ones_are_left_out_and_counted() throws Exception {
        String results = String.join(
                "\n",
                line(1, "\"first\""),
                "{\"custom_id\":\"item-0\",\"result\":{}}",
                line(3, "\"beyond\""),
                "gateway",
                "",
                line(1, "\"second\""),
                "{\"result\":{\"custom_id\":\"x\"},\"custom_id\":\"" + NONCE + "-0\"}\n");

        try (ResultsInOrder ordered = take(results, 3)) {
            assertThat(ordered.line(0))
                    .hasValueSatisfying(line -> assertThat(line).startsWith("{\"result\""));
            assertThat(ordered.line(1)).contains(line(1, "\"first\""));
            assertThat(ordered.line(2)).isEmpty();
            assertThat(ordered.others()).isEqualTo(4);
        }
    }

    @Test
    void results_that_break_off_leave_nothing() {
        InputStream broken = new SequenceInputStream(stream(line(0, "1") + "\n"), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("reset");
            }
        });

        assertThatThrownBy(() -> ResultsInOrder.take(broken, folder, NONCE, 3)).hasMessage("reset");
        assertThat(folder).isEmptyDirectory();
    }

    private ResultsInOrder take(String results, int rows) throws IOException {
        return ResultsInOrder.take(stream(results), folder, NONCE, rows);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String line(int row, String result) {
        return "{\"custom_id\":\"" + NONCE + "-" + row + "\",\"result\":" + result + "}";
    }
}
