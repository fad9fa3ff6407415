/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;

/**
 * Where a promise can't be kept as it is worded, what holds instead, and why. The promise is tried first; only where it is broken
 * is this what counts. The list may only become shorter, and its figures only better.
 *
 * @param promise            which one
 * @param cells              a load and a way of enforcing, as a regular expression
 * @param leastUsed          of the limit, on average over all five-minute windows
 * @param mostRefused        of a thousand calls
 * @param why                the bound
 */
record KnownBound(String promise, String cells, double leastUsed, double mostRefused, String why) {

    private static final String AS_LARGE_AS_THE_BUCKET =
            "A call as large as the bucket passes only when it is full, and leaves a debt that the next one meets";
    private static final String DEPTH =
            "What is under way varies by itself: a bucket shallower than six times that is either not used or found empty";
    private static final String WIDE_SIGHT =
            "Headers of plain calls that were made when the call was let in are seconds old: within them a bucket of a second is full and empty";
    private static final String LUMPS =
            "A neighbour's calls that come by chance take all that was seen free a latency ago, and three of them are a slice";
    private static final String TINY =
            "A single call is up to four fifths of the bucket, a neighbour's as well, and headers are rounded to two seconds of refill";
    private static final String LENGTHS =
            "How long answers are is learned from those that have ended, and the short ones end first";
    private static final String GUESS =
            "Before answers have ended a call is taken to write 400 tokens, whatever it writes, and the short ones end first";
    private static final String DEAD = "What a killed process has left under way is not known to the next one";

    private static final String EPISODE =
            "How deep a hidden bucket is, is found out by one episode of refusals: all that is on the wire then";

    private static final List<KnownBound> ALL = List.of(
            new KnownBound("recorded traffic", "2 documents .*, 1 s .*", 0.75, 2.6, AS_LARGE_AS_THE_BUCKET),
            new KnownBound("recorded oversize", "2 documents .*, 1 s .*", 0.75, 2.6, AS_LARGE_AS_THE_BUCKET),
            new KnownBound("recorded traffic", "2 documents .*, 10 s hidden", 0.98, 1.3, EPISODE),
            new KnownBound("requests and input", "3 I plain, at admission, 1 s .*", 0.9, 1.1, WIDE_SIGHT),
            new KnownBound("output", "3 O (long|heavy), .*", 0.985, 1, DEPTH),
            new KnownBound("output", "3 (O lengths x3|I then O), .*", 0.95, 1.5, LENGTHS),
            new KnownBound("output", "3 O guessed too low, .*", 0.95, 3, GUESS),
            new KnownBound("output by the second", "3 O guessed too high, 1 s .*", 0.87, 2.6, DEPTH),
            new KnownBound("output by the second", "3 O guessed too low, 1 s .*", 0.86, 6.5, GUESS),
            new KnownBound("output by the second", "3 O( at admission)?, 1 s .*", 0.93, 1.2, DEPTH),
            new KnownBound("output by the second", "3 O (long|heavy), 1 s .*", 0.87, 2.6, DEPTH),
            new KnownBound("output by the second", "3 (O lengths x3|I then O), 1 s .*", 0.82, 3.6, LENGTHS),
            new KnownBound("neighbours by the second", "4 I comes and goes, 1 s shown", 0.96, 1.6, LUMPS),
            new KnownBound("neighbours by the second", "4 I by chance, 1 s .*", 0.85, 7, LUMPS),
            new KnownBound("neighbours at tiny limits", "4 tiny .*, 10 s .*", 0.75, 120, TINY),
            new KnownBound("no storm", "5 I cut to a third, 1 s .*", 0.9, 2, AS_LARGE_AS_THE_BUCKET),
            new KnownBound("restarts", "9 [IO] .*, 1 s .*", 0.8, 4, DEAD));

    /** What holds of a promise in a cell if it does not hold itself. */
    static Optional<KnownBound> of(String promise, String cell) {
        return ALL.stream()
                .filter(bound -> bound.promise.equals(promise) && cell.matches(bound.cells))
                .findFirst();
    }

    void check(String again, Measurements run) {
        assertThat(run.ledger.mean()).as(() -> "used, " + why + "\n" + again).isGreaterThanOrEqualTo(leastUsed);
        assertThat(run.refusedPerThousand())
                .as(() -> "refused, " + why + "\n" + again)
                .isLessThanOrEqualTo(mostRefused);
        assertThat(run.violations()).as(again).isEmpty();
    }
}
