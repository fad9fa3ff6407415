/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.prefix.recorded;

import static io.github.camelclaude.prefix.recorded.Marking.FIXED;
import static io.github.camelclaude.prefix.recorded.Marking.FIXED_AND_LAST;
import static io.github.camelclaude.prefix.recorded.Marking.LAST;
import static io.github.camelclaude.prefix.recorded.Marking.NONE;
import static io.github.camelclaude.prefix.recorded.Marking.PLANNED_CONVERSATION;
import static io.github.camelclaude.prefix.recorded.Marking.PLANNED_QUESTION;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.prefix.recorded.RecordedPrompts.Prompt;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Recorded prompts, marked by the planner and by what others can say. */
class RecordedPromptsTest {

    private static final List<Prompt> KNOWN = RecordedPrompts.read();
    private static final List<Prompt> UNKNOWN =
            KNOWN.stream().map(Prompt::unknown).toList();
    private static final Map<Marking, CacheRun> NAMED = new EnumMap<>(Marking.class);
    private static final Map<Marking, CacheRun> UNNAMED = new EnumMap<>(Marking.class);
    private static final long ALLOWED = CacheRun.allowed(KNOWN);
    private static CacheRun ungated;

    @BeforeAll
    static void play() {
        for (Marking marking : Marking.values()) {
            NAMED.put(marking, new CacheRun(marking, marking.isPlanned()).play(KNOWN));
        }
        for (Marking marking : List.of(NONE, LAST, PLANNED_CONVERSATION)) {
            UNNAMED.put(marking, new CacheRun(marking, marking.isPlanned()).play(UNKNOWN));
        }
        ungated = new CacheRun(PLANNED_QUESTION, false).play(KNOWN);
        System.out.printf("What is fixed is known; it lives %d times%n", CacheRun.lives(KNOWN));
        NAMED.forEach((marking, run) -> print(marking.words(), run));
        print("planned, a question, without the gate", ungated);
        System.out.println("Nobody knows what is fixed");
        UNNAMED.forEach((marking, run) -> print(marking.words(), run));
    }

    private static void print(String words, CacheRun run) {
        System.out.printf(
                Locale.ROOT,
                "%-45s read %5.1f %%, %5.1f %% of what is possible; written %5.1f %%; %.2f prompt tokens for each that counts; $%.2f; what is fixed written %d times; longest wait for that %d ms%n",
                words,
                100.0 * run.read() / run.prompt(),
                100.0 * run.read() / ALLOWED,
                100.0 * run.written() / run.prompt(),
                (double) run.prompt() / run.counted(),
                run.usd(),
                run.writesOfFixed(),
                run.longestWaitMillis());
    }

    private static double share(CacheRun run) {
        return (double) run.read() / ALLOWED;
    }

    @Test
    void nearly_all_is_read_that_can_be_within_five_minutes() {
        assertThat(share(NAMED.get(PLANNED_QUESTION))).isGreaterThanOrEqualTo(0.97);
        assertThat(share(NAMED.get(PLANNED_CONVERSATION))).isGreaterThanOrEqualTo(0.97);
    }

    @Test
    void nearly_all_is_read_of_conversations_of_which_nobody_knows_what_is_fixed() {
        assertThat(share(UNNAMED.get(PLANNED_CONVERSATION))).isGreaterThanOrEqualTo(0.97);
    }

    @Test
    void what_is_fixed_is_written_once_for_each_time_that_it_lives() {
        assertThat(NAMED.get(PLANNED_QUESTION).writesOfFixed()).isEqualTo(CacheRun.lives(KNOWN));
        assertThat(ungated.writesOfFixed()).isGreaterThan(CacheRun.lives(KNOWN));
    }

    @Test
    void less_counts_against_the_limit_than_with_any_other_marks_and_less_is_paid() {
        for (Marking other : List.of(NONE, FIXED, FIXED_AND_LAST, LAST)) {
            CacheRun run = NAMED.get(other);
            assertThat(NAMED.get(PLANNED_QUESTION).counted()).as(other.words()).isLessThan(run.counted());
            assertThat(NAMED.get(PLANNED_CONVERSATION).counted())
                    .as(other.words())
                    .isLessThan(run.counted());
            assertThat(NAMED.get(PLANNED_QUESTION).usd()).as(other.words()).isLessThan(run.usd());
            assertThat(run.calls()).isEqualTo(KNOWN.size());
        }
    }
}
