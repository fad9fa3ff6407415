/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import static io.github.camelclaude.rate.simulation.VirtualTimeline.SECOND;
import static io.github.camelclaude.rate.simulation.VirtualTimeline.START;

import java.util.SplittableRandom;

/** Plays a scenario. */
final class Simulation {

    private static final long LONGEST_REST = 3_600 * SECOND;

    private final Scenario scenario;
    private final Clients clients;
    private final VirtualTimeline timeline;
    private final Measurements measurements;
    private final Service service;
    private final Network network;
    private final Offers offers;
    private final SplittableRandom random;
    private Client client;

    private Simulation(Scenario scenario, Clients clients) {
        this.scenario = scenario;
        this.clients = clients;
        random = new SplittableRandom(scenario.seed);
        SplittableRandom arrivals = random.split();
        timeline = new VirtualTimeline(scenario.fault == Fault.SHUFFLED ? random.split() : null);
        Ledger ledger = new Ledger(scenario.seconds, scenario.limits, scenario.binding);
        measurements = new Measurements(timeline, ledger, new Gate(scenario.limits));
        service = new Service(scenario, timeline, ledger);
        Model model = new Model(scenario, timeline, service, random.split());
        network = new Network(scenario, timeline, service, model, measurements, random.split());
        offers = new Offers(scenario, timeline, measurements, arrivals);
        if (scenario.neighbour > 0) {
            timeline.at(START, new Neighbour(scenario, timeline, service, model, offers, random.split())::begin);
        }
    }

    /** With the limiter of this process. */
    static Measurements play(Scenario scenario) {
        return play(scenario, LimiterClient::local);
    }

    static Measurements play(Scenario scenario, Clients clients) {
        return new Simulation(scenario, clients).play();
    }

    private Measurements play() {
        if (scenario.changeAt > 0) {
            offers.at(scenario.changeAt * SECOND, this::change);
        }
        timeline.at(START, this::start);
        for (int second = scenario.watchFrom; second < scenario.watchUntil; second++) {
            offers.at(second * SECOND, this::tell);
        }
        timeline.play(START + scenario.seconds * SECOND);
        timeline.play(timeline.now() + LONGEST_REST);
        client.rest();
        return measurements;
    }

    private void start() {
        if (offers.isOver()) {
            return;
        }
        if (client != null) {
            client.die();
            measurements.gate.forget();
            measurements.refusals.newLife();
        }
        client = clients.start(new Surroundings(scenario, timeline, network, measurements, this::done, random.split()));
        offers.to(client);
        scenario.workload.begin(offers);
        if (scenario.crashEverySeconds > 0) {
            timeline.after(scenario.crashEverySeconds * SECOND, this::start);
        }
    }

    private void tell() {
        System.out.printf(
                "%6.1f s: service has %s; sent %d, completed %d, refused %s; %s%n",
                timeline.seconds(),
                service.standing(),
                measurements.sent(),
                measurements.completed(),
                measurements.refusals,
                client.standing());
    }

    private void done(Call call) {
        scenario.workload.done(offers, call);
    }

    private void change() {
        measurements.ledger.binds(scenario.changeAt, scenario.bindingAfter);
        measurements.ledger.spare(scenario.changeAt, scenario.changeAt + scenario.graceSeconds);
        if (!scenario.limitsAfter.equals(scenario.limits)) {
            measurements.ledger.limits(scenario.changeAt, scenario.limitsAfter);
            measurements.gate.limits(scenario.limitsAfter);
            service.change(scenario.limitsAfter);
            measurements.changed(scenario.limitsAfter);
            measurements.refusals.newLife();
        }
    }
}
