/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import io.github.camelclaude.races.StandingTimeline;
import io.github.camelclaude.rate.Cost;
import io.github.camelclaude.rate.Demand;
import io.github.camelclaude.rate.GroupName;
import io.github.camelclaude.rate.GroupSetup;
import io.github.camelclaude.rate.Limiter;
import io.github.camelclaude.rate.LimiterListener;
import io.github.camelclaude.rate.LimiterSettings;
import io.github.camelclaude.rate.LocalLimiter;
import io.github.camelclaude.rate.Outcome.Granted;
import io.github.camelclaude.rate.Priority;
import io.github.camelclaude.rate.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;

/** A ticket that several want: it is claimed, given back or runs out, whichever comes first. */
public class SharedTicket {

    private static final GroupName GROUP = new GroupName("backend/group");
    private static final Demand DEMAND = new Demand(List.of(GROUP), Cost.of(1, 1), Priority.NORMAL);

    private final StandingTimeline timeline = new StandingTimeline();
    private final Limiter limiter = new LocalLimiter(
            timeline,
            LimiterSettings.DEFAULT,
            Limiter.Groups.of(List.of(new GroupSetup(GROUP, Reservation.FIRST_PARTY, List.of()))),
            LimiterListener.NONE,
            new Random(1));
    final Ticket ticket = new Ticket(
            new Draw(DEMAND.path(), DEMAND.cost(), null),
            ((Granted) limiter.acquire(DEMAND)).permit(),
            Duration.ZERO,
            new Decision("ticket", Instant.EPOCH, DEMAND, "exchange", 1));
    private final AtomicInteger claims = new AtomicInteger();
    private final AtomicInteger tooLate = new AtomicInteger();

    @Operation
    public final boolean claim() {
        boolean isClaimed = take();
        (isClaimed ? claims : tooLate).incrementAndGet();
        return isClaimed;
    }

    boolean take() {
        return ticket.claim();
    }

    @Operation
    public final boolean isOpen() {
        return ticket.isFor(GROUP.backend());
    }

    @Operation
    public final void release() {
        ticket.release();
    }

    @Operation(runOnce = true)
    public final void expireSoon() {
        ticket.expireAt(timeline, timeline.now());
    }

    @Operation
    public final void ring() {
        timeline.ring();
    }

    @Validate
    public final void isClaimedOrGivenBack() {
        int ends = claims.get() + 1 - limiter.picture().permitsOut();
        if (ends > 1 || ends == 0 && tooLate.get() > 0) {
            throw new IllegalStateException(
                    claims + " claimed it, " + tooLate + " were too late, and it has ended " + ends + " times");
        }
    }

    /** Looks whether it is open, then claims it, whatever comes of that. */
    public static final class ClaimedUnseen extends SharedTicket {
        @Override
        boolean take() {
            boolean isOpen = isOpen();
            ticket.claim();
            return isOpen;
        }
    }
}
