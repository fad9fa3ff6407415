/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import static io.github.camelclaude.rate.simulation.VirtualTimeline.MILLI;
import static io.github.camelclaude.rate.simulation.VirtualTimeline.SECOND;

import io.github.camelclaude.rate.Cost;
import io.github.camelclaude.rate.Demand;
import io.github.camelclaude.rate.GroupName;
import io.github.camelclaude.rate.GroupSetup;
import io.github.camelclaude.rate.Limit;
import io.github.camelclaude.rate.Limiter;
import io.github.camelclaude.rate.LimiterListener;
import io.github.camelclaude.rate.LimiterSettings;
import io.github.camelclaude.rate.LocalLimiter;
import io.github.camelclaude.rate.Outcome;
import io.github.camelclaude.rate.Permit;
import io.github.camelclaude.rate.Picture;
import io.github.camelclaude.rate.Report;
import io.github.camelclaude.rate.Reservation;
import io.github.camelclaude.rate.Wait;
import java.util.List;

/** Drives a limiter as the component does, and looks whether it keeps to its contract. */
final class LimiterClient implements Client {

    static final GroupName GROUP = new GroupName("anthropic/organization/haiku-5-5");
    private static final List<GroupName> PATH = List.of(GROUP);
    private static final long PUNCTUAL = MILLI;
    private static final long FIRST_BACK_OFF = SECOND / 2;
    private static final int LONGEST_BACK_OFF = 4;
    /** What fails at once would otherwise be offered again at once, for ever. */
    private static final long PAUSE_AFTER_FAILURE = SECOND / 4;

    private final Surroundings around;
    private final VirtualTimeline timeline;
    private final Measurements measurements;
    private final Estimates estimates;
    private final Limiter limiter;
    private final Fairness fairness;
    private long open;
    private boolean dead;

    LimiterClient(Surroundings around, Limiter limiter) {
        this.around = around;
        this.timeline = around.timeline();
        this.measurements = around.measurements();
        this.estimates = around.estimates();
        this.limiter = limiter;
        this.fairness = new Fairness(around);
    }

    /** With the limiter of this process. */
    static Client local(Surroundings around) {
        return new LimiterClient(around, localLimiter(around));
    }

    static Limiter localLimiter(Surroundings around) {
        Scenario scenario = around.scenario();
        return new LocalLimiter(
                around.timeline(),
                new LimiterSettings(LimiterSettings.Mode.HOLD, scenario.burst, 1, scenario.maxQueueSize),
                Limiter.Groups.of(List.of(new GroupSetup(GROUP, Reservation.FIRST_PARTY, around.known()))),
                adoption(around.measurements()),
                around.random().split());
    }

    private static LimiterListener adoption(Measurements measurements) {
        return new LimiterListener() {
            @Override
            public void limitChanged(GroupName group, Limit before, Limit now) {
                measurements.adoptedOne(now);
            }
        };
    }

    @Override
    public void offer(Call call) {
        open++;
        new Work(call).ask(demand(call));
    }

    private Demand demand(Call call) {
        return new Demand(PATH, estimates.of(call), call.priority(), call.tenant(), call.deadline(), false);
    }

    @Override
    public void die() {
        dead = true;
    }

    @Override
    public String standing() {
        Picture picture = limiter.picture();
        StringBuilder text = new StringBuilder("waiting %d, out %d".formatted(picture.waiting(), picture.permitsOut()));
        for (Picture.GroupPicture group : picture.groups()) {
            text.append(", gate %.2f s"
                    .formatted(group.closedUntil() <= picture.at() ? 0 : (group.closedUntil() - picture.at()) / 1e9));
            for (Picture.DimensionPicture each : group.dimensions()) {
                text.append(" | %s %d: level %.0f, slice %.0f, burst %.2f s, others %.1f/s"
                        .formatted(
                                each.limit().dimension(),
                                each.limit().amount(),
                                each.level(),
                                each.slice(),
                                each.burst(),
                                each.others()));
            }
        }
        return text.toString();
    }

    @Override
    public void rest() {
        Picture picture = limiter.picture();
        if (picture.permitsOut() != 0) {
            measurements.violation("%d permits are out at rest", picture.permitsOut());
        }
        if (picture.waiting() != 0) {
            measurements.violation("%d demands wait at rest", picture.waiting());
        }
        if (open != 0) {
            measurements.violation("%d calls never ended", open);
        }
        limiter.close();
    }

    /** One call on its way. */
    private final class Work implements Answers {
        private final Call call;
        private Demand demand;
        private boolean isGuess;
        private Permit permit;
        private long sentAt;
        private int overloads;
        private boolean ended;

        Work(Call call) {
            this.call = call;
        }

        void ask(Demand next) {
            demand = next;
            isGuess = estimates.areGuesses();
            ended = false;
            Fairness.Waiting place = fairness.asked(call);
            Outcome outcome = limiter.acquire(demand);
            if (outcome instanceof Outcome.Waiting waiting) {
                Wait wait = waiting.queued();
                wait.whenEnded(end -> end(end, place, wait.expected().toNanos()));
                if (call.patience() < Long.MAX_VALUE) {
                    timeline.after(call.patience(), wait::cancel);
                }
            } else {
                end((Outcome.End) outcome, place, 0);
            }
        }

        private void end(Outcome.End end, Fairness.Waiting place, long quoted) {
            if (dead) {
                return;
            }
            if (ended) {
                measurements.violation("the wait of call %d ended twice", call.id());
            }
            ended = true;
            fairness.ended(place, demand, end, quoted);
            boolean overdue = place.askedAt() <= call.deadline() && timeline.now() - PUNCTUAL > call.deadline();
            if (overdue) {
                measurements.violation(
                        "the wait of call %d ended %.3f s after its deadline: %s",
                        call.id(),
                        (timeline.now() - call.deadline()) / 1e9,
                        end.getClass().getSimpleName());
            }
            if (end instanceof Outcome.Granted granted) {
                leave(granted.permit());
            } else if (end instanceof Outcome.Refused refused) {
                turnAway(refused.refusal().reason());
            }
        }

        private void turnAway(Outcome.Reason reason) {
            if (reason == Outcome.Reason.QUEUE_FULL) {
                limiter.whenRoom(this::again);
            } else {
                fail(reason.name());
            }
        }

        private void leave(Permit granted) {
            permit = granted;
            if (!permit.mayLeave()) {
                measurements.violation("the permit of call %d may not leave at once", call.id());
            }
            sentAt = timeline.now();
            permit.sent(expected());
            around.network().send(call, this);
        }

        /** What others wrote while it waited is known by now. */
        private Cost expected() {
            Cost asked = demand.cost();
            return isGuess ? new Cost(asked.input(), 0, 0, estimates.of(call).output(), asked.maxOutput(), 0) : asked;
        }

        @Override
        public boolean isHeard() {
            return !dead;
        }

        @Override
        public void began(Report report, Cost input) {
            if (!dead) {
                permit.began(report, input);
            }
        }

        @Override
        public void answered(Cost actual, Report report) {
            if (dead) {
                return;
            }
            estimates.settled(call, actual.input(), actual.output());
            endedOnce(permit.answered(actual, report));
            measurements.completedOne(sentAt - call.offeredAt());
            close(0);
        }

        @Override
        public void refused(Permit.Refused refusal) {
            if (dead) {
                return;
            }
            Permit.Verdict verdict = permit.refused(refusal);
            endedOnce(verdict.ended());
            if (verdict.oversize()) {
                fail("oversize at the service");
            } else {
                ask(demand.onceMore());
            }
        }

        @Override
        public void overloaded(Report report) {
            if (dead) {
                return;
            }
            endedOnce(permit.failed(Permit.Fate.NO_WORK, report));
            long wait = FIRST_BACK_OFF << Math.min(overloads++, LONGEST_BACK_OFF);
            timeline.after(wait, this::again);
        }

        @Override
        public void cut() {
            if (!dead) {
                endedOnce(permit.failed(Permit.Fate.UNKNOWN, Report.NONE));
                again();
            }
        }

        private void again() {
            if (!dead) {
                ask(demand(call));
            }
        }

        private void endedOnce(boolean here) {
            if (!here || !permit.hasEnded()) {
                measurements.violation("the permit of call %d did not end when it should", call.id());
            }
            if (permit.release()) {
                measurements.violation("the permit of call %d ended twice", call.id());
            }
        }

        private void fail(String why) {
            measurements.failedOne(why);
            close(PAUSE_AFTER_FAILURE);
        }

        private void close(long pause) {
            open--;
            timeline.after(pause, () -> around.done().accept(call));
        }
    }
}
