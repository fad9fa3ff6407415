/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import static io.github.camelclaude.rate.simulation.VirtualTimeline.SECOND;

import java.util.SplittableRandom;

/** Another workspace of the same organization that takes its share of the binding dimension; headers never name it. */
final class Neighbour {

    private static final int COMES_AND_GOES_SECONDS = 30;
    private static final int MOST_TRIES = 4;

    private final Scenario scenario;
    private final VirtualTimeline timeline;
    private final Service service;
    private final Model model;
    private final Offers offers;
    private final SplittableRandom random;

    Neighbour(
            Scenario scenario,
            VirtualTimeline timeline,
            Service service,
            Model model,
            Offers offers,
            SplittableRandom random) {
        this.scenario = scenario;
        this.timeline = timeline;
        this.service = service;
        this.model = model;
        this.offers = offers;
        this.random = random;
    }

    void begin() {
        Lengths.Pair mean = scenario.lengths.mean();
        double perCall =
                switch (scenario.binding) {
                    case REQUESTS -> 1;
                    case INPUT -> mean.input();
                    case OUTPUT -> mean.output();
                };
        double perSecond = scenario.neighbour * scenario.binding.perMinute(scenario.limits) / 60.0;
        if (scenario.neighbourByChance) {
            offers.byChance(perSecond / perCall, () -> {
                if (isHere()) {
                    call(draw(), 1);
                }
            });
        } else {
            pace(perSecond);
        }
    }

    /** Each call waits until the one before has been paid for at that rate. */
    private void pace(double perSecond) {
        if (offers.isOver()) {
            return;
        }
        Lengths.Pair lengths = draw();
        if (isHere()) {
            call(lengths, 1);
        }
        double taken =
                switch (scenario.binding) {
                    case REQUESTS -> 1;
                    case INPUT -> lengths.input();
                    case OUTPUT -> lengths.output();
                };
        timeline.after(Math.round(taken / perSecond * SECOND), () -> pace(perSecond));
    }

    private boolean isHere() {
        return !scenario.neighbourComesAndGoes || offers.elapsed() / SECOND / COMES_AND_GOES_SECONDS % 2 == 1;
    }

    private Lengths.Pair draw() {
        return scenario.lengthsAt(offers.elapsed()).draw(random);
    }

    private void call(Lengths.Pair lengths, int attempt) {
        long wait = service.admitNeighbour(lengths.input());
        if (wait == 0) {
            model.write(false, lengths.output(), () -> {});
        } else if (attempt < MOST_TRIES) {
            timeline.after(wait, () -> call(lengths, attempt + 1));
        }
    }
}
