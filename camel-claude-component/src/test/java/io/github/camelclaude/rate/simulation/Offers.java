/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import static io.github.camelclaude.rate.simulation.VirtualTimeline.SECOND;
import static io.github.camelclaude.rate.simulation.VirtualTimeline.START;

import io.github.camelclaude.rate.Demand;
import io.github.camelclaude.rate.Priority;
import java.util.SplittableRandom;

/** Makes calls and gives them to the client that lives. */
final class Offers {

    private static final double NOISE = 0.06;
    private static final long MOST_PATIENCE = 10 * SECOND;
    private static final String[] TENANTS = {"", "a", "b"};
    private static final Priority[] PRIORITIES = Priority.values();

    private final Scenario scenario;
    private final VirtualTimeline timeline;
    private final Measurements measurements;
    private final SplittableRandom random;
    private final long end;
    private Client client;
    private long made;

    Offers(Scenario scenario, VirtualTimeline timeline, Measurements measurements, SplittableRandom random) {
        this.scenario = scenario;
        this.timeline = timeline;
        this.measurements = measurements;
        this.random = random;
        this.end = START + scenario.seconds * SECOND;
    }

    void to(Client now) {
        client = now;
    }

    /** A call whose lengths are those of the scenario at this time. */
    void offer() {
        offer(somePriority());
    }

    /** A call of this priority. */
    void offer(Priority priority) {
        offer(scenario.lengthsAt(elapsed()).draw(random), priority);
    }

    /** A call of these lengths. */
    void offer(Lengths.Pair pair) {
        offer(pair, somePriority());
    }

    private Priority somePriority() {
        return scenario.priorities ? PRIORITIES[(int) (made % PRIORITIES.length)] : Priority.NORMAL;
    }

    private void offer(Lengths.Pair pair, Priority priority) {
        if (isOver()) {
            return;
        }
        long now = timeline.now();
        Lengths.Pair some = pair;
        if (scenario.largeEvery > 0 && made % scenario.largeEvery == scenario.largeEvery - 1) {
            some = new Lengths.Pair(scenario.largeInput, pair.output());
        }
        TextClass text = TextClass.all()[random.nextInt(TextClass.all().length)];
        double factor = Math.max(0.5, 1 + NOISE * random.nextGaussian());
        Call call = new Call(
                made++,
                text,
                (int) Math.max(1, Math.round(some.input() / (text.tokensPerCharacter * factor))),
                some.input(),
                some.output(),
                random.nextDouble() < scenario.streamed,
                priority,
                scenario.priorities ? TENANTS[random.nextInt(TENANTS.length)] : "",
                now,
                deadline(now),
                random.nextDouble() < scenario.impatient ? random.nextLong(MOST_PATIENCE) : Long.MAX_VALUE);
        measurements.offeredOne();
        client.offer(call);
    }

    private long deadline(long now) {
        return scenario.deadlineSeconds == 0
                ? Demand.NO_DEADLINE
                : now + Math.round(scenario.deadlineSeconds * random.nextDouble() * SECOND);
    }

    /** Since the beginning, in nanoseconds. */
    long elapsed() {
        return timeline.now() - START;
    }

    boolean isOver() {
        return timeline.now() >= end;
    }

    void at(long elapsed, Runnable task) {
        timeline.at(START + elapsed, task);
    }

    void every(long nanos, Runnable task) {
        if (!isOver()) {
            task.run();
            timeline.after(nanos, () -> every(nanos, task));
        }
    }

    void byChance(double perSecond, Runnable task) {
        if (!isOver()) {
            task.run();
            long gap = Math.round(-Math.log(1 - random.nextDouble()) / perSecond * SECOND);
            timeline.after(gap, () -> byChance(perSecond, task));
        }
    }
}
