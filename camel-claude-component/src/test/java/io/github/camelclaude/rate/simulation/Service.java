/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import static io.github.camelclaude.rate.simulation.VirtualTimeline.SECOND;

import io.github.camelclaude.rate.Report;
import io.github.camelclaude.simulator.limit.Charge;
import io.github.camelclaude.simulator.limit.LimitBook;
import io.github.camelclaude.simulator.limit.LimitPath;
import io.github.camelclaude.simulator.limit.Limits;
import io.github.camelclaude.simulator.limit.Outcome;
import io.github.camelclaude.simulator.limit.Outcome.Refused;
import io.github.camelclaude.simulator.limit.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The service: the simulator's limits for us and for a neighbour in another workspace, and the headers that tell of them. */
final class Service {

    private static final String MODEL = "haiku-5-5";
    private static final long MINUTE = 60 * SECOND;

    private final Scenario scenario;
    private final VirtualTimeline timeline;
    private final Ledger ledger;
    private final LimitBook book;
    private Limits limits;
    private LimitPath ours;
    private LimitPath others;

    Service(Scenario scenario, VirtualTimeline timeline, Ledger ledger) {
        this.scenario = scenario;
        this.timeline = timeline;
        this.ledger = ledger;
        this.limits = scenario.limits;
        book = new LimitBook(
                Map.of(MODEL, limits),
                new LimitBook.Enforcement(
                        scenario.enforced.burst(), scenario.acceleration, scenario.fault == Fault.REFUSED_COUNT));
        open();
    }

    private void open() {
        ours = book.path(MODEL, "ours", timeline.now());
        others = book.path(MODEL, "others", timeline.now());
    }

    void change(Limits now) {
        limits = now;
        book.change(MODEL, now);
        open();
    }

    /** What came of a request. */
    record Decision(boolean admitted, Binding binding, boolean tooLarge, long retryAfter) {
        private static final Decision ADMITTED = new Decision(true, null, false, 0);
    }

    Decision admit(Call call) {
        boolean tooLarge = call.input() > scenario.enforced.capacity(limits.inputTokens());
        if (tooLarge && scenario.strict) {
            return new Decision(false, Binding.INPUT, true, MINUTE);
        }
        long now = timeline.now();
        Outcome outcome = ours.admit(Charge.ofInput(call.input()), now);
        if (outcome instanceof Refused refused) {
            return new Decision(false, Binding.of(refused.dimension()), tooLarge, refused.retryAfterSeconds() * SECOND);
        }
        ledger.own(Binding.REQUESTS, now, 1);
        ledger.own(Binding.INPUT, now, call.input());
        return Decision.ADMITTED;
    }

    /** 0 if a call of the neighbour is let in, otherwise how long it shall wait. */
    long admitNeighbour(int input) {
        long now = timeline.now();
        Outcome outcome = others.admit(Charge.ofInput(input), now);
        if (outcome instanceof Refused refused) {
            return refused.retryAfterSeconds() * SECOND;
        }
        ledger.others(Binding.REQUESTS, now, 1);
        ledger.others(Binding.INPUT, now, input);
        return 0;
    }

    /** So much has been written since the last time. */
    void produce(long own, long neighbours) {
        long now = timeline.now();
        if (own > 0) {
            ours.produce(own, now);
            ledger.own(Binding.OUTPUT, now, own);
        }
        if (neighbours > 0) {
            others.produce(neighbours, now);
            ledger.others(Binding.OUTPUT, now, neighbours);
        }
    }

    void finish(boolean own) {
        (own ? ours : others).finish();
    }

    /** What the headers of a response tell that leaves now. */
    Report headers() {
        long clock = timeline.now() + scenario.skewNanos;
        List<Report.Entry> entries = new ArrayList<>(Binding.all().length);
        for (Binding each : Binding.all()) {
            Standing standing = ours.tightest(each.theirs, timeline.now());
            if (standing != null) {
                entries.add(entry(each, standing, clock));
            }
        }
        return new Report(entries, Math.floorDiv(clock, SECOND) * SECOND);
    }

    private static Report.Entry entry(Binding dimension, Standing standing, long clock) {
        boolean rounded = dimension.theirs.isRounded();
        return new Report.Entry(
                dimension.ours,
                standing.limit(),
                rounded ? standing.remainingRounded() : Math.max(0, standing.remaining()),
                -Math.floorDiv(-(clock + standing.nanosUntilFull()), SECOND) * SECOND,
                rounded ? 1000 : 1);
    }

    /** What is left, on one line. */
    String standing() {
        StringBuilder text = new StringBuilder();
        for (Binding each : Binding.all()) {
            Standing standing = ours.tightest(each.theirs, timeline.now());
            text.append(standing == null ? "-" : standing.remaining()).append(' ');
        }
        return text.toString();
    }
}
