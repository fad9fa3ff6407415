/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.camelclaude.benchmarks.load.Figures;
import io.github.camelclaude.benchmarks.outage.Course.Call;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is said of an outage, from times alone: ten calls per second for 20 s, the fault from 5 s to 10 s. */
class CourseTest {

    private static final int RATE = 10;
    private static final long SECOND = 1_000_000_000;
    private static final long TENTH = SECOND / 10;
    private static final Moments NONE = new Moments();

    @Test
    void theFirstSecondWithNineOfTenAnswersEndsAnOutage() {
        // Five per second at first, all ten from 13 s on.
        long[] answers = LongStream.concat(
                        LongStream.range(0, 15).map(i -> 10 * SECOND + i * 2 * TENTH),
                        LongStream.range(0, 60).map(i -> 13 * SECOND + i * TENTH))
                .toArray();

        assertThat(course(answered(answers), NONE).secondsUntilBack()).isCloseTo(3.0, within(0.21));
    }

    @Test
    void nineInASecondAreEnoughAndEightAreNot() {
        assertThat(course(answered(spread(9, 12 * SECOND)), NONE).secondsUntilBack())
                .isEqualTo(2);
        assertThat(course(answered(spread(8, 12 * SECOND)), NONE).secondsUntilBack())
                .isInfinite();
    }

    @Test
    void whatIsAnsweredInTheFaultOrAfterTheLoadIsNoRecovery() {
        assertThat(course(answered(spread(10, 9 * SECOND)), NONE).secondsUntilBack())
                .isInfinite();
        assertThat(course(answered(spread(10, 20 * SECOND)), NONE).secondsUntilBack())
                .isInfinite();
    }

    @Test
    void failuresAreNoAnswers() {
        List<Call> failed = LongStream.of(spread(10, 12 * SECOND))
                .mapToObj(ended -> new Call(ended, ended, ended, "Overloaded"))
                .toList();

        assertThat(course(failed, NONE).secondsUntilBack()).isInfinite();
    }

    @Test
    void amplificationIsTheWorstSecondWhereverItBegins() {
        // Thirty within a second that begins at 6.5 s, and one each second besides.
        long[] attempts = LongStream.concat(
                        LongStream.range(0, 20).map(i -> i * SECOND),
                        LongStream.range(0, 30).map(i -> 6 * SECOND + SECOND / 2 + i * SECOND / 30))
                .toArray();
        Course course = course(List.of(), new Moments(attempts));

        assertThat(course.amplification(5 * SECOND, 10 * SECOND)).isEqualTo(3.1);
        assertThat(course.amplification(10 * SECOND, 20 * SECOND)).isEqualTo(0.1);
        // Half of them are before.
        assertThat(course.amplification(7 * SECOND, 10 * SECOND)).isEqualTo(1.6);
    }

    @Test
    void aSecondIsOpenAtItsEnd() {
        assertThat(new Moments(0, SECOND).mostWithin(SECOND, 0, 2 * SECOND)).isEqualTo(1);
        assertThat(new Moments(0, SECOND - 1).mostWithin(SECOND, 0, 2 * SECOND)).isEqualTo(2);
        assertThat(NONE.mostWithin(SECOND, 0, SECOND)).isZero();
    }

    @Test
    void callsAreCountedByTheirEndsAndThoseOfTheFaultApart() {
        List<Call> calls = List.of(
                new Call(SECOND, SECOND, 2 * SECOND, null),
                new Call(5 * SECOND, 5 * SECOND, 7 * SECOND, null),
                new Call(6 * SECOND, 6 * SECOND, 6 * SECOND, "Overloaded"),
                new Call(10 * SECOND - 1, 10 * SECOND - 1, 14 * SECOND - 1, null),
                new Call(10 * SECOND, 10 * SECOND, 19 * SECOND, "deadline"));
        Figures figures = course(calls, new Moments(1, 2, 3, 4, 5, 6, 7)).figures();

        assertThat(figures.get("calls")).isEqualTo(5);
        assertThat(figures.get("answered")).isEqualTo(3);
        assertThat(figures.get("failed")).isEqualTo(2);
        assertThat(figures.get(Outage.FAILED + "Overloaded")).isEqualTo(1);
        assertThat(figures.get(Outage.FAILED + "deadline")).isEqualTo(1);
        assertThat(figures.get("attemptsPerCall")).isEqualTo(1.4);
        assertThat(figures.get("answeredOfWithin")).isCloseTo(2.0 / 3, within(1e-9));
        assertThat(figures.get("p95Within")).isEqualTo(4);
    }

    @Test
    void p95LeavesOutTheSlowestTwentieth() {
        List<Call> calls = IntStream.rangeClosed(1, 100)
                .mapToObj(i -> new Call(5 * SECOND, 5 * SECOND, 5 * SECOND + i * TENTH, null))
                .toList();

        assertThat(course(calls, NONE).figures().get("p95Within")).isEqualTo(9.5);
    }

    @Test
    void figuresThatAreNoNumbersTravelToo() {
        Figures figures = Figures.ofLine(course(List.of(new Call(6 * SECOND, 6 * SECOND, 7 * SECOND, "Cut")), NONE)
                .figures()
                .toLine());

        assertThat(figures.get("secondsUntilBack")).isInfinite();
        assertThat(figures.get("p95Within")).isNaN();
        assertThat(figures.get(Outage.FAILED + "Cut")).isEqualTo(1);
    }

    @Test
    void aFailureIsCalledByWhatIsInside() {
        assertThat(Outage.nameOf(new CompletionException(new RuntimeException(new IllegalStateException("503")))))
                .isEqualTo("IllegalStateException");
        assertThat(Outage.nameOf(new RuntimeException("alone"))).isEqualTo("RuntimeException");
    }

    private static Course course(List<Call> calls, Moments attempts) {
        return new Course(RATE, 20 * SECOND, 5 * SECOND, 10 * SECOND, calls, attempts);
    }

    private static List<Call> answered(long... moments) {
        return LongStream.of(moments)
                .mapToObj(ended -> new Call(ended - TENTH, ended - TENTH, ended, null))
                .toList();
    }

    /** So many in less than a second. */
    private static long[] spread(int count, long begin) {
        return LongStream.range(0, count).map(i -> begin + i * (TENTH - 1)).toArray();
    }
}
