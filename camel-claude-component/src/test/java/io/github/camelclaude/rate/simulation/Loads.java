/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import static io.github.camelclaude.rate.simulation.Scenario.START;
import static io.github.camelclaude.rate.simulation.Scenario.TINY;
import static io.github.camelclaude.rate.simulation.Scenario.WIDE;

import io.github.camelclaude.rate.LimiterSettings.Burst;
import io.github.camelclaude.simulator.limit.Dimension;
import io.github.camelclaude.simulator.limit.Limits;
import java.util.ArrayList;
import java.util.List;

/** The scenarios that the promises are measured with, by name; the way in which limits are enforced is still open. */
final class Loads {

    private static final Lengths CHAT = Lengths.of(Trace.azureConversations());
    private static final Lengths SHORT = Lengths.logNormal(300, 60, 0.8);
    /** Input four times as long, none above 0.4 s of refill. */
    private static final Lengths LONG_INPUT = CHAT.times(4, 1).atMost(13_300, Integer.MAX_VALUE);

    private static final Lengths LONG_OUTPUT = CHAT.times(1, 3);
    private static final Lengths HEAVY = Lengths.logNormal(1_000, 300, 0.9);

    private static final Limits MANY = Limits.perMinute(4_000, 8_000_000, 70_000);
    private static final Lengths LONG_ANSWERS = Lengths.logNormal(1_000, 1_500, 0.8);

    private Loads() {}

    /** Saturation in which this dimension decides. */
    static Scenario saturated(Binding binding) {
        return switch (binding) {
            case REQUESTS -> saturated("R", START, SHORT, binding, 192);
            case INPUT -> saturated("I", START, LONG_INPUT, binding, 160);
            case OUTPUT -> saturated("O", WIDE, CHAT, binding, 400);
        };
    }

    private static Scenario saturated(String name, Limits limits, Lengths lengths, Binding binding, int population) {
        return new Scenario(name).with(scenario -> {
            scenario.limits = limits;
            scenario.lengths = lengths;
            scenario.binding = binding;
            scenario.workload = Workload.saturation(population);
        });
    }

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        all.addAll(alone());
        all.addAll(traces());
        all.addAll(quota());
        all.addAll(neighbours());
        all.addAll(changes());
        all.addAll(others());
        return all;
    }

    /** 1: exact estimates and a careful burst, or one that is learned. */
    static List<Scenario> alone() {
        List<Scenario> alone = new ArrayList<>();
        for (Burst burst : List.of(Burst.CAREFUL, Burst.LEARN)) {
            String how = burst.grows() ? " learn" : " careful";
            for (Binding each : Binding.all()) {
                Scenario exact = saturated(each).with(scenario -> {
                    scenario.exact = true;
                    scenario.burst = burst;
                });
                alone.add(named("1 " + exact.name + " saturated" + how, exact));
                alone.add(named("1 " + exact.name + " 1000 at once" + how, exact.with(scenario -> {
                    scenario.workload = Workload.bursts(1_000, 300);
                })));
                alone.add(named("1 " + exact.name + " on and off" + how, exact.with(scenario -> {
                    scenario.workload = Workload.onOff(3 * callsPerSecond(exact), 20, 40);
                })));
            }
        }
        return alone;
    }

    /** 2: recorded traffic. */
    static List<Scenario> traces() {
        List<Scenario> traces = new ArrayList<>();
        for (int speed : new int[] {2, 4, 6}) {
            traces.add(replay("2 chat x" + speed, Trace.azureConversations(), CHAT, speed));
        }
        for (int speed : new int[] {2, 4, 6}) {
            traces.add(replay("2 documents x" + speed, Trace.mooncake(), Lengths.of(Trace.mooncake()), speed));
        }
        return traces;
    }

    private static Scenario replay(String name, Trace trace, Lengths lengths, double speed) {
        return new Scenario(name).with(scenario -> {
            scenario.workload = Workload.replay(trace, speed, 0);
            scenario.lengths = lengths;
            scenario.seconds = 900;
            scenario.binding = trace == Trace.mooncake() ? Binding.INPUT : Binding.REQUESTS;
        });
    }

    /** 3: the whole quota. */
    static List<Scenario> quota() {
        List<Scenario> quota = new ArrayList<>();
        for (Binding each : Binding.all()) {
            quota.add(named("3 " + saturated(each).name, saturated(each)));
        }
        quota.add(saturated("3 O long", START, LONG_OUTPUT, Binding.OUTPUT, 256));
        quota.add(saturated("3 O heavy", WIDE, HEAVY, Binding.OUTPUT, 400));
        quota.add(named("3 O at admission", saturated(Binding.OUTPUT).with(s -> s.headersOfTheEnd = false)));
        quota.add(named("3 I plain, at admission", saturated(Binding.INPUT).with(s -> {
            s.headersOfTheEnd = false;
            s.streamed = 0;
        })));
        // Those that wait are still of the kind before, for 22 s; then a call takes 12 s.
        Scenario input = saturated("3 I then O", START, LONG_INPUT, Binding.INPUT, 200);
        quota.add(input.changing(300, 34, after -> {
            after.lengthsAfter = LONG_OUTPUT;
            after.bindingAfter = Binding.OUTPUT;
        }));
        Scenario output = saturated("3 O lengths x3", WIDE, CHAT, Binding.OUTPUT, 600);
        quota.add(output.changing(300, 60, after -> after.lengthsAfter = LONG_OUTPUT));
        quota.add(saturated("3 O guessed too high", MANY, SHORT, Binding.OUTPUT, 1_000)
                .with(s -> s.firstGuess = 400));
        quota.add(saturated("3 O guessed too low", WIDE, LONG_ANSWERS, Binding.OUTPUT, 1_000)
                .with(s -> s.firstGuess = 400));
        quota.add(saturated("3 tiny", TINY, CHAT.atMost(4_000, 500), Binding.INPUT, 24));
        return quota;
    }

    /** 4: somebody else takes 30 %. */
    static List<Scenario> neighbours() {
        List<Scenario> neighbours = new ArrayList<>();
        for (Scenario each : List.of(
                saturated(Binding.REQUESTS),
                saturated(Binding.INPUT),
                saturated(Binding.OUTPUT),
                saturated("tiny", TINY, CHAT.atMost(4_000, 500), Binding.INPUT, 24))) {
            Scenario steady = each.with(scenario -> scenario.neighbour = 0.3);
            neighbours.add(named("4 " + each.name + " steady", steady));
            neighbours.add(named(
                    "4 " + each.name + " comes and goes",
                    steady.with(scenario -> scenario.neighbourComesAndGoes = true)));
            neighbours.add(
                    named("4 " + each.name + " by chance", steady.with(scenario -> scenario.neighbourByChance = true)));
        }
        return neighbours;
    }

    /** 5: limits change. */
    static List<Scenario> changes() {
        List<Scenario> changes = new ArrayList<>();
        for (double factor : new double[] {1 / 3.0, 3}) {
            for (Binding each : Binding.all()) {
                Scenario before = saturated(each);
                String name = "5 " + before.name + (factor < 1 ? " cut to a third" : " tripled");
                changes.add(named(name, before)
                        .with(scenario -> scenario.workload = Workload.saturation(factor < 1 ? 400 : 1_200))
                        .changing(240, 5, after -> after.limitsAfter = times(before.limits, factor)));
            }
        }
        return changes;
    }

    static List<Scenario> others() {
        List<Scenario> others = new ArrayList<>();
        for (Binding each : Binding.all()) {
            Scenario before = saturated(each);
            others.add(named("9 " + before.name + " restarted", before.with(s -> s.crashEverySeconds = 20)));
        }
        others.add(named("7 priorities", saturated(Binding.INPUT).with(s -> s.priorities = true)));
        others.add(named("7 large ones", saturated(Binding.INPUT).with(s -> {
            s.largeEvery = 150;
            s.largeInput = 100_000;
        })));
        others.add(named("0 ramp limit", saturated(Binding.INPUT).with(s -> {
            s.acceleration =
                    new io.github.camelclaude.simulator.limit.Acceleration(10 * VirtualTimeline.SECOND, 300, 33_000);
        })));
        return others;
    }

    static Scenario named(String name, Scenario scenario) {
        return new Scenario(name).like(scenario);
    }

    static Limits times(Limits limits, double factor) {
        Limits changed = limits;
        for (Dimension each : new Dimension[] {Dimension.REQUESTS, Dimension.INPUT_TOKENS, Dimension.OUTPUT_TOKENS}) {
            changed = changed.with(each, Math.round(limits.of(each) * factor));
        }
        return changed;
    }

    /** How many calls a second the binding dimension allows. */
    static double callsPerSecond(Scenario scenario) {
        Lengths.Pair mean = scenario.lengths.mean();
        double perCall =
                switch (scenario.binding) {
                    case REQUESTS -> 1;
                    case INPUT -> mean.input();
                    case OUTPUT -> mean.output();
                };
        return scenario.binding.perMinute(scenario.limits) / 60.0 / perCall;
    }
}
