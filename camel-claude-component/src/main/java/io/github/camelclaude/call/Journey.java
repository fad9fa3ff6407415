/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import io.github.camelclaude.rate.Demand;
import io.github.camelclaude.rate.GroupName;
import io.github.camelclaude.rate.Quote;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ClaudeRateLimitException;
import io.github.camelclaude.resilience.ErrorClass;
import io.github.camelclaude.resilience.RetryRules.Again;
import io.github.camelclaude.resilience.RetryRules.GiveUp;
import io.github.camelclaude.resilience.RetryRules.Made;
import io.github.camelclaude.resilience.RetryRules.Next;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/**
 * A call on its way: choose a backend, get a permit, make an attempt, see what came of it, and again, until it is answered or
 * given up. Here is the one place that makes attempts. No thread waits meanwhile; each attempt has a permit of its own.
 *
 * <p>One step follows the other, so nothing here is used by two threads at once but the way to cancel it.
 */
final class Journey<A, R> {

    private static final long SHORTEST_NANOS = 1_000_000;

    private final Admission admission;
    private final Router router;
    private final RandomGenerator random;
    private final Call call;
    private final Errand<A, R> errand;
    private final CacheCourse course;
    private final CompletableFuture<R> result = new CompletableFuture<>();
    private final Set<Place> tried = new HashSet<>();
    private List<Place> eligible;
    private Made made = Made.NONE;
    private volatile int attempts;
    private Duration waited = Duration.ZERO;
    private Duration atTheGate = Duration.ZERO;
    private long endBy = Demand.NO_DEADLINE;
    private ClaudeException last;
    private Place lastPlace;
    private CompletableFuture<?> current;

    Journey(Admission admission, Router router, RandomGenerator random, Call call, Errand<A, R> errand) {
        this.admission = admission;
        this.router = router;
        this.random = random;
        this.call = call;
        this.errand = errand;
        this.course = errand.course();
    }

    /**
     * Begins it.
     *
     * @return its result; cancelling it ends what is under way
     */
    CompletableFuture<R> begin() {
        result.whenComplete((value, failure) -> {
            if (result.isCancelled()) {
                follow(null);
            }
        });
        if (course == null) {
            step();
        } else {
            result.whenComplete((value, failure) -> {
                course.leave();
                course.failed();
            });
            long now = admission.timeline().now();
            course.enter(admission.bound(call, endBy, now), () -> prepare(now), result::completeExceptionally);
        }
        return result;
    }

    /** Whether it has ended without an attempt. */
    boolean isOverBeforeItBegan() {
        return attempts == 0 && result.isDone();
    }

    private synchronized void follow(CompletableFuture<?> next) {
        if (next != null) {
            current = next;
        }
        if (result.isCancelled() && current != null) {
            current.cancel(true);
        }
    }

    private void step() {
        if (result.isDone()) {
            return;
        }
        try {
            if (course != null) {
                prepare(admission.timeline().now());
                return;
            }
            findEligible();
            Place place = next();
            boolean again =
                    last == null ? call.again() : place == lastPlace && (is(ErrorClass.BUCKET) || is(ErrorClass.RAMP));
            ask(place, again, Wish.NOW);
        } catch (RuntimeException e) {
            refused(e);
        }
    }

    private void findEligible() {
        if (eligible == null) {
            eligible = router.eligible(errand.operation(), call.request(), call.where());
        }
    }

    /**
     * What the prompt cache holds decides where the call goes, and whether it waits for another one to write its prefix. Only
     * then it asks for its permit: who waits for a prefix holds none, and what it asks for is what it will take.
     *
     * @param since when the wait began that this is part of
     */
    private void prepare(long since) {
        try {
            course.failed();
            findEligible();
            onward(course.lookUp(eligible), () -> {
                Place place = next();
                boolean again = last == null
                        ? call.again()
                        : place == lastPlace && (is(ErrorClass.BUCKET) || is(ErrorClass.RAMP));
                pass(place, again, since);
            });
        } catch (RuntimeException e) {
            refused(e);
        }
    }

    /** Who holds a ticket gives it back before it waits for another call, and has its place at the head for it. */
    private void pass(Place place, boolean again, long since) {
        Ticket ticket = last == null ? call.ticket() : null;
        long before = admission.timeline().now();
        AtomicBoolean gaveBack = new AtomicBoolean();
        Runnable giveBack = () -> {
            if (ticket != null && ticket.isFor(place.name())) {
                ticket.release();
                gaveBack.set(true);
            }
        };
        CompletableFuture<Void> passed = course.pass(place, patience(before, since), giveBack);
        onward(passed, () -> {
            atTheGate = Duration.ofNanos(admission.timeline().now() - before);
            waited = waited.plus(atTheGate);
            ask(place, again || gaveBack.get(), since);
        });
    }

    /** Who waits for a prefix to the last has no time left to get a permit without it. */
    private long patience(long now, long since) {
        long end = admission.bound(call, endBy, since).at();
        return end == Demand.NO_DEADLINE ? end : now + (end - now) / 10 * 9;
    }

    private void onward(CompletableFuture<?> done, Runnable then) {
        if (done.isDone() && !done.isCompletedExceptionally()) {
            then.run();
            return;
        }
        follow(done);
        done.whenComplete((value, failure) -> {
            if (failure == null) {
                admission.starting().execute(() -> {
                    try {
                        then.run();
                    } catch (RuntimeException e) {
                        refused(e);
                    }
                });
            }
        });
    }

    private void ask(Place place, boolean again, long since) {
        if (result.isDone()) {
            return;
        }
        Ticket ticket = last == null ? call.ticket() : null;
        CompletableFuture<Admitted> permit =
                admission.admit(new Wish(call, errand.draw(place), ticket, again, endBy, attempts + 1, since));
        follow(permit);
        await(place, permit);
    }

    private boolean is(ErrorClass errorClass) {
        return last.errorClass() == errorClass;
    }

    /** The ticket's backend if there is one; otherwise the best. */
    private Place next() {
        if (last == null && call.ticket() != null) {
            for (Place place : eligible) {
                if (call.ticket().isFor(place.name())) {
                    return place;
                }
            }
        }
        if (tried.containsAll(eligible)) {
            tried.clear();
        }
        return course == null
                ? router.choose(eligible, tried, this::quote)
                : router.choose(
                        eligible,
                        tried,
                        this::quote,
                        place -> course.belief(place).read());
    }

    private Quote quote(Place place) {
        return admission.quote(new Wish(call, errand.draw(place), null, false, endBy, attempts + 1, Wish.NOW));
    }

    /** While it waits it may turn to another backend: when the one that it waits for stops serving. */
    private void await(Place place, CompletableFuture<Admitted> permit) {
        Runnable turn = () -> {
            if (router.hasOther(eligible, Set.of(place))) {
                permit.cancel(false);
            }
        };
        boolean mayTurn = eligible.size() > 1 && !permit.isDone();
        if (mayTurn) {
            place.standing().whenItStopsServing(turn);
        }
        permit.whenComplete((admitted, failure) -> {
            if (mayTurn) {
                place.standing().forget(turn);
            }
            if (failure == null) {
                attempt(place, admitted);
            } else if (failure instanceof CancellationException && !result.isDone()) {
                admission.starting().execute(this::step);
            } else {
                refused(failure);
            }
        });
    }

    /** No permit. Who has made an attempt is told what became of that. */
    private void refused(Throwable failure) {
        Throwable cause = unwrapped(failure);
        if (last == null) {
            result.completeExceptionally(cause);
        } else {
            last.addSuppressed(cause);
            result.completeExceptionally(last);
        }
    }

    private void attempt(Place place, Admitted admitted) {
        Settlement settlement = admission.settlement(place, admitted);
        if (course != null) {
            course.leave();
            admitted.decision().prefix(atTheGate, course.isWarmer());
        }
        waited = waited.plus(admission.waited(admitted.permit()));
        CompletableFuture<A> request;
        long sentAt = admission.timeline().now();
        if (course != null) {
            course.leaves(place, sentAt);
            settlement.whenInputIsKnown(course::told);
        }
        long allowed;
        try {
            allowed = allowed(sentAt);
            if (attempts == 0) {
                errand.beforehand();
                place.standing().budget().attempted(sentAt);
            }
            settlement.sent();
            attempts++;
            place.standing().sent(group(admitted));
            request = send(place, Duration.ofNanos(allowed));
        } catch (RuntimeException e) {
            refused(settlement.failed(e));
            return;
        }
        follow(request);
        CallWay way = new CallWay(admitted.decision().id(), waited, attempts);
        Leg leg = new Leg(place, admitted, settlement, way);
        request.whenComplete((answer, failure) -> {
            boolean limited = failure != null && unwrapped(failure) instanceof ClaudeRateLimitException;
            place.standing().ended(group(admitted), limited, sentAt);
            if (failure == null) {
                place.standing().answered(sentAt, allowed);
                arrived(answer, leg);
            } else {
                failed(unwrapped(failure), leg, sentAt, allowed);
            }
        });
    }

    private CompletableFuture<A> send(Place place, Duration allowed) {
        try {
            return errand.send(place.backend(), allowed).toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static GroupName group(Admitted admitted) {
        return admitted.draw().path().get(0);
    }

    /** How long an attempt may take that begins now. */
    private long allowed(long now) {
        if (endBy == Demand.NO_DEADLINE) {
            endBy = now + call.time().timeout().toNanos();
            if (call.time().deadline() != null) {
                endBy = Math.min(endBy, WallTimeline.nanos(call.time().deadline()));
            }
        }
        long left = endBy - now;
        if (left < SHORTEST_NANOS) {
            throw call.time().deadline() == null
                    ? Refusals.tooLate(call.time().timeout())
                    : Refusals.tooLate(call.time().deadline());
        }
        return Math.min(left, call.time().attempt().toNanos());
    }

    private void arrived(A answer, Leg leg) {
        R made;
        try {
            made = errand.arrived(answer, leg);
            if (course != null) {
                course.began();
            }
        } catch (RuntimeException e) {
            result.completeExceptionally(leg.settlement().failed(e));
            return;
        }
        if (!result.complete(made)) {
            errand.unwanted(made);
        }
    }

    /** The breaker hears of it before the permit ends, so that no other goes to see before it has drawn its conclusion. */
    private void failed(Throwable failure, Leg leg, long sentAt, long allowed) {
        if (course != null) {
            course.failed();
        }
        if (failure instanceof ClaudeException known && !admission.isClosed()) {
            boolean full = allowed
                    >= Math.min(
                                    call.time().attempt().toNanos(),
                                    call.time().timeout().toNanos())
                            - SHORTEST_NANOS;
            leg.place().standing().failed(known, sentAt, allowed, full);
        }
        Throwable cause = leg.settlement().failed(failure);
        if (cause instanceof ClaudeException known) {
            decide(known, leg);
        } else {
            result.completeExceptionally(cause);
        }
    }

    private void decide(ClaudeException cause, Leg leg) {
        Decision decision = leg.admitted().decision();
        Next next = call.rules().next(Settlement.failure(cause), made, random);
        if (next instanceof Again again) {
            again(again, cause, leg);
        } else if (next instanceof GiveUp end) {
            decision.then("given up: " + end.why());
            call.rules()
                    .handOver(Settlement.failure(cause), random)
                    .ifPresent(wait -> cause.suggestRetryAfter(withinCall(wait)));
            giveUp(cause);
        }
    }

    private void again(Again again, ClaudeException cause, Leg leg) {
        long now = admission.timeline().now();
        tried.add(leg.place());
        // Another backend is not helped by waiting for the one that failed.
        long at = router.hasOther(eligible, tried) ? now : now + again.after().toNanos();
        if (again.budget()) {
            at = Math.max(at, leg.place().standing().budget().take(now));
        }
        if (at >= endBy || admission.isClosed()) {
            if (again.budget()) {
                leg.place().standing().budget().giveBack();
            }
            leg.admitted().decision().then("given up: no time is left for another attempt");
            giveUp(cause);
            return;
        }
        leg.admitted().decision().then("again after " + (at - now) / 1_000_000 + " ms");
        made = made.and(cause.errorClass());
        if (last != null) {
            cause.addSuppressed(last);
        }
        last = cause;
        lastPlace = leg.place();
        Runnable step = () -> admission.starting().execute(this::step);
        if (at <= now) {
            step.run();
        } else {
            admission.later(at, step, () -> result.completeExceptionally(cause));
        }
    }

    /** Whoever tries again later than that does it for nobody. */
    private Duration withinCall(Duration wait) {
        Duration left =
                Duration.ofNanos(Math.max(0, endBy - admission.timeline().now()));
        return wait.compareTo(left) < 0 ? wait : left;
    }

    private void giveUp(ClaudeException cause) {
        if (last != null) {
            cause.addSuppressed(last);
        }
        result.completeExceptionally(cause);
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
