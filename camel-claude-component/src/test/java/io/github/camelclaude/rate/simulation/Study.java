/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Prints what the limiter does, one row per load, one column per way of enforcing: refusals per 1,000 completed calls / worst
 * five minutes of the binding dimension (mean). Behind it, where there are any: {@code D} refusals in the worst life that ended, {@code E} early calls, {@code L} refusals of
 * calls larger than a bucket, {@code P} refusals for rising too steeply, {@code F} failed calls, {@code !} broken contracts.
 *
 * <p>Arguments, all optional: {@code rows=} and {@code columns=} regular expressions, {@code seeds=3}, {@code from=1},
 * {@code seconds=}, {@code each} to see each run, {@code watch=10-20} to see how things
 * stand in each of these seconds (service: requests, input and output that are left), {@code sweep} for short runs of every kind,
 * {@code careless} to see what becomes of a client without a limiter.
 */
final class Study {

    private final Pattern rows;
    private final Pattern columns;
    private final int seeds;
    private final int from;
    private final int seconds;
    private final boolean each;
    private final boolean sweep;
    private final String[] watch;
    private final Clients clients;

    private Study(List<String> arguments) {
        rows = Pattern.compile(argument(arguments, "rows", "."));
        columns = Pattern.compile(argument(arguments, "columns", "."));
        seeds = Integer.parseInt(argument(arguments, "seeds", "3"));
        from = Integer.parseInt(argument(arguments, "from", "1"));
        seconds = Integer.parseInt(argument(arguments, "seconds", "0"));
        each = arguments.contains("each");
        sweep = arguments.contains("sweep");
        watch = argument(arguments, "watch", "0-0").split("-");
        clients = arguments.contains("careless")
                ? around -> new LimiterClient(around, new Careless(around.timeline()))
                : LimiterClient::local;
    }

    public static void main(String[] arguments) {
        new Study(List.of(arguments)).print();
    }

    private static String argument(List<String> arguments, String name, String usual) {
        return arguments.stream()
                .filter(argument -> argument.startsWith(name + "="))
                .map(argument -> argument.substring(name.length() + 1))
                .findFirst()
                .orElse(usual);
    }

    private void print() {
        if (sweep) {
            sweep();
            return;
        }
        List<Enforced> enforced = Arrays.stream(Enforced.values())
                .filter(column -> columns.matcher(column.label()).find())
                .toList();
        StringBuilder head = new StringBuilder("| load |");
        StringBuilder rule = new StringBuilder("| --- |");
        for (Enforced column : enforced) {
            head.append(' ').append(column.label()).append(" |");
            rule.append(" --- |");
        }
        System.out.println(head + "\n" + rule);
        for (Scenario load : Loads.all()) {
            if (rows.matcher(load.name).find()) {
                System.out.print("| " + load.name + " |");
                for (Enforced column : enforced) {
                    System.out.print(" " + cell(load.enforced(column)) + " |");
                    System.out.flush();
                }
                System.out.println();
            }
        }
    }

    /** Many short runs, each of its own kind: prints those that break a contract. */
    private void sweep() {
        IntStream.range(from, from + seeds).parallel().forEach(seed -> {
            Scenario drawn = Draw.of(seed).with(scenario -> {
                scenario.watchFrom = Integer.parseInt(watch[0]);
                scenario.watchUntil = Integer.parseInt(watch[1]);
            });
            try {
                Measurements run = Simulation.play(drawn, clients);
                if (each || run.violated() > 0 || run.gate.early() > 0 || isSteep(drawn, run)) {
                    System.out.println(drawn + "\n    " + run);
                }
            } catch (RuntimeException | AssertionError | StackOverflowError e) {
                System.out.println(drawn + "\n    " + e);
                if (each) {
                    e.printStackTrace();
                }
            }
        });
    }

    private static boolean isSteep(Scenario drawn, Measurements run) {
        return drawn.changeAt == 0 && run.gate.steepest() > NobodyComesBackEarlyTest.STEEPEST;
    }

    private String cell(Scenario load) {
        Scenario timed = load.with(scenario -> {
            scenario.seconds = seconds == 0 ? load.seconds : seconds;
            scenario.watchFrom = Integer.parseInt(watch[0]);
            scenario.watchUntil = Integer.parseInt(watch[1]);
        });
        List<Measurements> runs = IntStream.range(from, from + seeds)
                .parallel()
                .mapToObj(seed -> Simulation.play(timed.seed(seed), clients))
                .toList();
        if (each) {
            for (int i = 0; i < runs.size(); i++) {
                System.out.println("\n  " + timed.seed(from + i) + "\n    " + runs.get(i));
            }
        }
        return cell(runs);
    }

    private static String cell(List<Measurements> runs) {
        long completed = runs.stream().mapToLong(Measurements::completed).sum();
        long refused = runs.stream().mapToLong(run -> run.refusals.buckets()).sum();
        String cell = "%.2f/%.3f (%.3f)"
                .formatted(
                        completed == 0 ? 0 : refused * 1000.0 / completed,
                        runs.stream()
                                .mapToDouble(run -> run.ledger.worst())
                                .min()
                                .orElse(0),
                        runs.stream()
                                .mapToDouble(run -> run.ledger.mean())
                                .average()
                                .orElse(0));
        return cell
                + mark(
                        "D",
                        runs.stream()
                                .mapToLong(run -> run.refusals.mostInOneLife())
                                .max()
                                .orElse(0))
                + mark("E", runs.stream().mapToLong(run -> run.gate.early()).sum())
                + mark("L", runs.stream().mapToLong(run -> run.refusals.large()).sum())
                + mark("P", runs.stream().mapToLong(run -> run.refusals.ramp()).sum())
                + mark("F", runs.stream().mapToLong(Measurements::failed).sum())
                + mark("!", runs.stream().mapToLong(Measurements::violated).sum());
    }

    private static String mark(String mark, long count) {
        return count == 0 ? "" : String.format(Locale.ROOT, " %s%d", mark, count);
    }
}
