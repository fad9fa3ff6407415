/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.simulator.limit.LimitBook.Enforcement;
import io.github.camelclaude.simulator.limit.Outcome.Admitted;
import io.github.camelclaude.simulator.limit.Outcome.Refused;
import java.util.Comparator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The engine inside a simulation of somebody else's: events and their times are the caller's, nothing waits. */
class VirtualTimeTest {

    private static final long SECOND = 1_000_000_000L;
    private static final Map<String, Limits> CLASSES = Map.of("opus-5", Limits.perMinute(600, 300_000, 60_000));
    private static final Burst HIDDEN_SECONDS = new Burst(100, 60, false);
    private static final Burst VISIBLE_SECONDS = new Burst(100, 60, true);

    /** What happens when: somebody calls, or a call has produced its output and ends. */
    private record Event(long at, int order, LimitPath path, Charge charge, boolean isEnd) {}

    private static final class Run {
        private final PriorityQueue<Event> events =
                new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingInt(Event::order));
        private int order;
        private int admitted;
        private int refused;
        private long lastEnd;

        void call(long at, LimitPath path, Charge charge) {
            events.add(new Event(at, order++, path, charge, false));
        }

        Run play() {
            while (!events.isEmpty()) {
                Event event = events.poll();
                if (event.isEnd()) {
                    event.path().produce(100, event.at());
                    event.path().finish();
                    lastEnd = event.at();
                } else {
                    call(event);
                }
            }
            return this;
        }

        private void call(Event event) {
            Outcome outcome = event.path().admit(event.charge(), event.at());
            if (outcome instanceof Refused refusal) {
                refused++;
                call(event.at() + refusal.retryAfterSeconds() * SECOND, event.path(), event.charge());
            } else {
                admitted++;
                events.add(new Event(event.at() + 3 * SECOND, order++, event.path(), event.charge(), true));
            }
        }

        @Override
        public String toString() {
            return admitted + " admitted, " + refused + " refused, until " + lastEnd;
        }
    }

    private static Run run(long seed, Burst burst, boolean neighbour) {
        LimitBook book = new LimitBook(CLASSES, new Enforcement(burst, null, false));
        LimitPath own = book.path("opus-5", "wrkspc_own", 0);
        LimitPath other = book.path("opus-5", "wrkspc_neighbour", 0);
        Random random = new Random(seed);
        Run run = new Run();
        for (int i = 0; i < 1_000; i++) {
            run.call(random.nextLong(60 * SECOND), own, Charge.ofInput(random.nextLong(1, 900)));
            if (neighbour && i % 2 == 0) {
                run.call(random.nextLong(60 * SECOND), other, Charge.ofInput(400));
            }
        }
        return run.play();
    }

    @Test
    void theSameSeedGivesTheSameRunAndEveryCallIsLetInAtLast() {
        for (long seed = 1; seed <= 20; seed++) {
            Run run = run(seed, HIDDEN_SECONDS, true);
            assertThat(run.admitted).as("seed " + seed).isEqualTo(1_500);
            assertThat(run)
                    .as("seed " + seed)
                    .hasToString(run(seed, HIDDEN_SECONDS, true).toString());
        }
    }

    @Test
    void slicesAndNeighboursMakeTheSameWorkTakeLonger() {
        for (long seed = 1; seed <= 20; seed++) {
            int alone = run(seed, Burst.WHOLE_MINUTE, false).refused;
            assertThat(run(seed, HIDDEN_SECONDS, false).refused)
                    .as("seed " + seed)
                    .isGreaterThan(alone);
            assertThat(run(seed, Burst.WHOLE_MINUTE, true).lastEnd)
                    .as("seed " + seed)
                    .isGreaterThanOrEqualTo(run(seed, Burst.WHOLE_MINUTE, false).lastEnd);
        }
    }

    @Test
    void aHiddenSliceRefusesAlthoughHeadersShowPlentyAndAVisibleOneShowsIt() {
        LimitPath hidden = path(HIDDEN_SECONDS);
        LimitPath visible = path(VISIBLE_SECONDS);
        for (LimitPath path : new LimitPath[] {hidden, visible}) {
            for (int i = 0; i < 10; i++) {
                assertThat(path.admit(Charge.ofInput(1), 0)).isInstanceOf(Admitted.class);
            }
            assertThat(path.admit(Charge.ofInput(1), 0)).isInstanceOf(Refused.class);
        }
        assertThat(hidden.tightest(Dimension.REQUESTS, 0).remaining()).isEqualTo(590);
        assertThat(visible.tightest(Dimension.REQUESTS, 0).remaining()).isZero();
    }

    private static LimitPath path(Burst burst) {
        return new LimitBook(CLASSES, new Enforcement(burst, null, false)).path("opus-5", "wrkspc_own", 0);
    }
}
