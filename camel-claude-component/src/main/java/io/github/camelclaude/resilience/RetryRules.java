/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.resilience;

import io.github.camelclaude.resilience.Failure.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Whether a failed attempt is made again, and after how long: a table over error classes, the same for all backends.
 *
 * <table>
 * <caption>The rules</caption>
 * <tr><td>bucket, ramp</td><td>when the limiter lets it: the gate keeps to {@code retry-after}</td></tr>
 * <tr><td>overloaded</td><td>more often and after longer than others: the service needs time, not luck</td></tr>
 * <tr><td>server, network, time-out</td><td>after a short time that doubles; an unknown outcome not with atMostOnce</td></tr>
 * <tr><td>all others</td><td>never: the same call fails again, or nobody wants the answer any more</td></tr>
 * </table>
 *
 * @param maxRetries           how often at most, overload apart
 * @param maxOverloadedRetries how often at most after overload
 * @param atMostOnce           whether an attempt whose outcome is unknown is the last
 */
public record RetryRules(int maxRetries, int maxOverloadedRetries, boolean atMostOnce) {

    static final Backoff USUAL = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(8));
    static final Backoff OVERLOADED = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(30));

    /** No retries at all. */
    public static final RetryRules NONE = new RetryRules(0, 0, true);

    public RetryRules {
        if (maxRetries < 0 || maxOverloadedRetries < 0) {
            throw new IllegalArgumentException("maxRetries=%d and maxOverloadedRetries=%d must be at least 0"
                    .formatted(maxRetries, maxOverloadedRetries));
        }
    }

    /** The same where an attempt whose outcome nobody knows is the last. */
    public RetryRules onceAtMost() {
        return new RetryRules(maxRetries, maxOverloadedRetries, true);
    }

    /** How often a call has been made again so far, by kind. */
    public record Made(int retries, int overloadedRetries) {

        public static final Made NONE = new Made(0, 0);

        /** After one more. */
        public Made and(ErrorClass cause) {
            return cause == ErrorClass.OVERLOADED
                    ? new Made(retries, overloadedRetries + 1)
                    : new Made(retries + 1, overloadedRetries);
        }
    }

    /** What comes next. */
    public sealed interface Next {}

    /**
     * One more attempt.
     *
     * @param after  how long to wait first; the limiter may make it longer
     * @param budget whether it counts in the retry budget of its backend
     */
    public record Again(Duration after, boolean budget) implements Next {}

    /**
     * No more attempts.
     *
     * @param why in a few words, for the records
     */
    public record GiveUp(String why) implements Next {}

    /**
     * @param made   the retries so far
     * @param random for jitter
     */
    public Next next(Failure failure, Made made, RandomGenerator random) {
        if (failure.outcome() == Outcome.BEGUN) {
            return new GiveUp("the answer had begun");
        }
        if (failure.outcome() == Outcome.UNKNOWN && atMostOnce) {
            return new GiveUp("the outcome is unknown and atMostOnce=true");
        }
        return switch (failure.errorClass()) {
            case BUCKET, RAMP ->
                made.retries() >= maxRetries
                        ? used("maxRetries", maxRetries)
                        // The limiter's gate knows until when, jitter included.
                        : new Again(Duration.ZERO, false);
            case OVERLOADED ->
                made.overloadedRetries() >= maxOverloadedRetries
                        ? used("maxOverloadedRetries", maxOverloadedRetries)
                        : new Again(wait(OVERLOADED, failure, made.overloadedRetries() + 1, random), true);
            case SERVER, NETWORK, TIMEOUT ->
                made.retries() >= maxRetries
                        ? used("maxRetries", maxRetries)
                        : new Again(wait(USUAL, failure, made.retries() + 1, random), true);
            case DEADLINE, QUEUE_FULL, SPEND_CAP, INVALID, OVERSIZE, OUTPUT, AUTH ->
                new GiveUp(failure.errorClass().label() + " is never retried");
        };
    }

    /**
     * How long whoever else retries should wait, where there are no retries of ours.
     *
     * @return empty if ours were made, or a retry can't help
     */
    public Optional<Duration> handOver(Failure failure, RandomGenerator random) {
        if (maxRetries > 0 || !failure.errorClass().retryable() || failure.outcome() == Outcome.BEGUN) {
            return Optional.empty();
        }
        Backoff backoff = failure.errorClass() == ErrorClass.OVERLOADED ? OVERLOADED : USUAL;
        return Optional.of(failure.retryAfter() == null ? backoff.before(1, random) : failure.retryAfter());
    }

    private static Next used(String option, int value) {
        return new GiveUp(option + "=" + value + " are used up");
    }

    /** What the service asks for is a floor: jitter only adds to it. */
    private static Duration wait(Backoff backoff, Failure failure, int retry, RandomGenerator random) {
        Duration jitter = backoff.before(retry, random);
        return failure.retryAfter() == null
                ? jitter
                : failure.retryAfter().plus(Duration.ofNanos(jitter.toNanos() / 4));
    }
}
