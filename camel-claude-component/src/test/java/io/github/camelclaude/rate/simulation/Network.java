/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import static io.github.camelclaude.rate.simulation.VirtualTimeline.SECOND;

import io.github.camelclaude.rate.Cost;
import io.github.camelclaude.rate.Permit;
import io.github.camelclaude.rate.Report;
import io.github.camelclaude.rate.simulation.Service.Decision;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** What lies between a client and the service: latency each way, and what goes wrong. */
final class Network {

    private static final double LONGEST_DELAY = 4;

    private final Scenario scenario;
    private final VirtualTimeline timeline;
    private final Service service;
    private final Model model;
    private final Measurements measurements;
    private final SplittableRandom random;

    Network(
            Scenario scenario,
            VirtualTimeline timeline,
            Service service,
            Model model,
            Measurements measurements,
            SplittableRandom random) {
        this.scenario = scenario;
        this.timeline = timeline;
        this.service = service;
        this.model = model;
        this.measurements = measurements;
        this.random = random;
    }

    void send(Call call, Answers answers) {
        measurements.sentOne();
        measurements.gate.sent(call, timeline.now());
        timeline.after(latency(), new Exchange(call, answers, timeline.now())::arrive);
    }

    private long latency() {
        return random.nextLong(scenario.leastLatency, scenario.mostLatency + 1);
    }

    private boolean strikes(Fault fault) {
        if (scenario.fault != fault || random.nextDouble() >= fault.probability) {
            return false;
        }
        double now = timeline.seconds();
        boolean struck = now >= scenario.faultFrom && now < scenario.faultUntil;
        if (struck) {
            measurements.struckOne();
        }
        return struck;
    }

    /** One request and its answer. */
    private final class Exchange {
        private final Call call;
        private final Answers answers;
        private final long sentAt;
        private Report headers;
        private long deliveredUntil;
        private boolean over;

        Exchange(Call call, Answers answers, long sentAt) {
            this.call = call;
            this.answers = answers;
            this.sentAt = sentAt;
        }

        void arrive() {
            if (strikes(Fault.CUT)) {
                deliverLast(answers::cut, (long) (random.nextDouble() * LONGEST_DELAY * SECOND));
                if (random.nextBoolean()) {
                    return;
                }
            }
            if (strikes(Fault.OVERLOADED)) {
                Report report = seen(service.headers());
                deliverLast(() -> answers.overloaded(report), 0);
                return;
            }
            Decision decision = service.admit(call);
            headers = service.headers();
            if (!decision.admitted()) {
                refuse(decision);
                return;
            }
            if (call.streamed()) {
                Report report = seen(headers);
                Cost input = Cost.of(call.input(), 0);
                deliver(
                        () -> {
                            measurements.toldOne(report);
                            answers.began(report, input);
                        },
                        late());
            }
            model.write(true, call.output(), this::written);
        }

        private void refuse(Decision decision) {
            if (scenario.fault == Fault.REFUSED_COUNT) {
                measurements.struckOne();
            }
            Report report = seen(headers);
            Permit.Refused refusal = new Permit.Refused(
                    decision.binding() == null ? Permit.Kind.RAMP : Permit.Kind.BUCKET,
                    OptionalLong.of(decision.retryAfter()),
                    decision.binding() == null ? null : decision.binding().ours,
                    report);
            deliverLast(
                    () -> {
                        long now = timeline.now();
                        measurements.refusals.arrived(call, decision, sentAt, now);
                        if (!decision.tooLarge() && answers.isHeard()) {
                            measurements.gate.refused(now, decision.retryAfter());
                        }
                        measurements.toldOne(report);
                        answers.refused(refusal);
                    },
                    0);
        }

        private void written() {
            Report report =
                    call.streamed() ? Report.NONE : seen(scenario.headersOfTheEnd ? service.headers() : headers);
            Cost actual = Cost.of(call.input(), call.output());
            deliverLast(
                    () -> {
                        measurements.toldOne(report);
                        answers.answered(actual, report);
                    },
                    call.streamed() ? 0 : late());
        }

        private Report seen(Report report) {
            return strikes(Fault.NO_HEADERS) || strikes(Fault.LOST_HEADERS) ? Report.NONE : report;
        }

        private long late() {
            return strikes(Fault.LATE_HEADERS) ? (long) (random.nextDouble() * LONGEST_DELAY * SECOND) : 0;
        }

        private void deliver(Runnable event, long delay) {
            deliveredUntil = Math.max(deliveredUntil + 1, timeline.now() + latency() + delay);
            timeline.at(deliveredUntil, () -> {
                if (!over) {
                    event.run();
                }
            });
        }

        private void deliverLast(Runnable event, long delay) {
            deliver(
                    () -> {
                        over = true;
                        event.run();
                    },
                    delay);
        }
    }
}
