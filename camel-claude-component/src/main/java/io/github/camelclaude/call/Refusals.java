/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import io.github.camelclaude.rate.Outcome.Refusal;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ClaudeRefusedException;
import io.github.camelclaude.resilience.ClaudeTransportException;
import io.github.camelclaude.resilience.ErrorClass;
import java.time.Duration;
import java.time.Instant;

/** What is said to a call that may not be made: what it asked for, what there is, and what to do. */
final class Refusals {

    private Refusals() {}

    /**
     * @param bound        what limits the wait, such as {@code queueTimeout=5000 ms}
     * @param maxQueueSize how many may wait
     */
    static ClaudeException of(Refusal refusal, String bound, int maxQueueSize) {
        return switch (refusal.reason()) {
            case OVERSIZE -> new ClaudeRefusedException(ErrorClass.OVERSIZE, oversize(refusal));
            case DEADLINE ->
                new ClaudeRefusedException(
                        ErrorClass.DEADLINE,
                        "The call would have to wait %sfor %s and may wait no longer than %s. Nothing was sent; allow more time, or ask for less"
                                .formatted(about(refusal.expected()), where(refusal), bound),
                        positive(refusal.expected()));
            case QUEUE_FULL ->
                new ClaudeRefusedException(
                        ErrorClass.QUEUE_FULL,
                        "As many calls as may wait do so already (%,d, maxQueueSize)%s. Nothing was sent; try again later"
                                .formatted(
                                        maxQueueSize,
                                        positive(refusal.expected()) == null
                                                ? ""
                                                : "; a call like this would wait " + text(refusal.expected())),
                        positive(refusal.expected()));
            case SPEND ->
                new ClaudeRefusedException(
                        ErrorClass.SPEND_CAP,
                        "The call would cost about %,d micro-USD and %,d are left of what may be spent (%s). Nothing was sent; wait %sfor the next day or month, or raise the spend limit"
                                .formatted(
                                        refusal.asked(), refusal.allowed(), where(refusal), about(refusal.expected())),
                        positive(refusal.expected()));
            case CLOSED -> stopped();
            case CANCELLED ->
                new ClaudeRefusedException(ErrorClass.DEADLINE, "The call was cancelled before it was sent");
        };
    }

    private static String oversize(Refusal refusal) {
        return refusal.allowed() == 0
                ? "The limit of %s of %s is 0, so nothing can be sent there. Nothing was sent; take another model, or raise the limit"
                        .formatted(name(refusal), refusal.group())
                : "The call needs %,d %s at once (estimated) and %s has %,d at most (%s). Nothing was sent; make the prompt smaller, or raise the limit"
                        .formatted(refusal.asked(), unit(refusal), refusal.group(), refusal.allowed(), name(refusal));
    }

    /** The component stops while the call waits. */
    static ClaudeException stopped() {
        return new ClaudeTransportException(
                ErrorClass.NETWORK, "The call still waited when the component stopped. Nothing was sent", null);
    }

    /** Time is over before the queue had room. */
    static ClaudeException noRoomInTime(String bound) {
        return new ClaudeRefusedException(
                ErrorClass.DEADLINE,
                "As many calls as may wait do so already (maxQueueSize), and there was no room within " + bound
                        + ". Nothing was sent; allow more time, or send less");
    }

    /** The answer would come too late. */
    static ClaudeException tooLate(Instant deadline) {
        return new ClaudeRefusedException(
                ErrorClass.DEADLINE,
                "The deadline " + deadline + " (header CamelClaudeDeadline) has passed. Nothing was sent");
    }

    /** The time of the call is over. */
    static ClaudeException tooLate(Duration timeout) {
        return new ClaudeRefusedException(
                ErrorClass.DEADLINE,
                "The time of the call is over (callTimeout=" + timeout.toMillis()
                        + " ms). Nothing more was sent; allow more time");
    }

    /** Whoever waited for room was interrupted. */
    static ClaudeException interrupted() {
        return new ClaudeRefusedException(
                ErrorClass.QUEUE_FULL,
                "The thread was interrupted while it waited for room in the queue (maxQueueSize). Nothing was sent");
    }

    private static String where(Refusal refusal) {
        return refusal.binding() == null
                ? String.valueOf(refusal.group())
                : refusal.binding().name() + " of " + refusal.group();
    }

    private static String unit(Refusal refusal) {
        return refusal.binding() == null ? "tokens" : refusal.binding().unit();
    }

    private static String name(Refusal refusal) {
        return refusal.binding() == null ? "its capacity" : refusal.binding().name();
    }

    private static String about(Duration expected) {
        return positive(expected) == null ? "" : text(expected) + " ";
    }

    private static Duration positive(Duration expected) {
        return expected == null || expected.isZero() || expected.isNegative() ? null : expected;
    }

    private static String text(Duration expected) {
        if (expected.toHours() >= 2) {
            return "about " + Math.round(expected.toMinutes() / 60.0) + " h";
        }
        return expected.toMillis() < 1_000
                ? "about " + Math.max(1, expected.toMillis()) + " ms"
                : "about " + Math.round(expected.toMillis() / 1000.0) + " s";
    }
}
