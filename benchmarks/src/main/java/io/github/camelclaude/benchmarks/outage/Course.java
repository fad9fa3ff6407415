/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks.outage;

import io.github.camelclaude.benchmarks.load.Figures;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What happened in an outage, and what that says. All times are nanoseconds since the load began.
 *
 * @param rate     calls offered per second
 * @param loadEnd  when no more were offered
 * @param from     when the fault began
 * @param to       when it ended
 * @param calls    how each call went
 * @param attempts when requests arrived at the service
 */
record Course(int rate, long loadEnd, long from, long to, List<Call> calls, Moments attempts) {

    private static final long SECOND = 1_000_000_000;
    private static final double BACK = 0.9;
    private static final double MOST = 0.95;

    Course {
        calls = List.copyOf(calls);
    }

    /**
     * A call and its end.
     *
     * @param due     when it was due
     * @param made    when it was made
     * @param ended   when its caller knew
     * @param failure the class of its failure; null if it was answered
     */
    record Call(long due, long made, long ended, String failure) {

        boolean isAnswered() {
            return failure == null;
        }
    }

    Figures figures() {
        List<Call> within =
                calls.stream().filter(call -> call.due >= from && call.due < to).toList();
        Map<String, Double> figures = new HashMap<>();
        figures.put("calls", (double) calls.size());
        figures.put("answered", (double) calls.stream().filter(Call::isAnswered).count());
        figures.put("failed", (double)
                calls.stream().filter(call -> !call.isAnswered()).count());
        figures.put(
                "lateMillis",
                calls.stream().mapToLong(call -> call.made - call.due).max().orElse(0) / 1e6);
        figures.put("attemptsPerCall", (double) attempts.count() / calls.size());
        figures.put("peakDuring", amplification(from, to));
        figures.put("peakAfter", amplification(to, loadEnd));
        figures.put("secondsUntilBack", secondsUntilBack());
        figures.put(
                "answeredOfWithin",
                (double) within.stream().filter(Call::isAnswered).count() / within.size());
        figures.put("p95Within", secondsToAnswer(within));
        for (Call call : calls) {
            if (!call.isAnswered()) {
                figures.merge(Outage.FAILED + call.failure, 1.0, Double::sum);
            }
        }
        return new Figures(figures);
    }

    /** The most attempts that arrived in any second of this time, in times of what a second is offered. */
    double amplification(long begin, long end) {
        return (double) attempts.mostWithin(SECOND, begin, end) / rate;
    }

    /**
     * How long after the end of the fault the first second began in which nine of ten of the offered rate were answered;
     * infinite if none did as long as calls were offered.
     */
    double secondsUntilBack() {
        Moments answers = new Moments(
                calls.stream().filter(Call::isAnswered).mapToLong(Call::ended).toArray());
        OptionalLong back = answers.firstWithAtLeast((int) Math.ceil(BACK * rate), SECOND, to, loadEnd);
        return back.isPresent() ? (double) (back.getAsLong() - to) / SECOND : Double.POSITIVE_INFINITY;
    }

    /** The time that 95 of 100 answered calls did not exceed; not a number if none was answered. */
    private static double secondsToAnswer(List<Call> calls) {
        long[] times = calls.stream()
                .filter(Call::isAnswered)
                .mapToLong(call -> call.ended - call.due)
                .toArray();
        Arrays.sort(times);
        return times.length == 0 ? Double.NaN : (double) times[(int) Math.ceil(MOST * times.length) - 1] / SECOND;
    }
}
