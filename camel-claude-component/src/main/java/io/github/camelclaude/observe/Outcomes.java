/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.observe;

import io.github.camelclaude.resilience.ErrorClass;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * How the calls of a backend have ended lately, as far as it tells whether the backend is of use: a key that is refused or
 * money that is spent at once, a service that does not answer after a few in a row. Limits and bad requests say nothing.
 */
public final class Outcomes {

    /** So many failures in a row are no accident. */
    static final int ENOUGH = 3;

    private static final Set<ErrorClass> AT_ONCE = EnumSet.of(ErrorClass.AUTH, ErrorClass.SPEND_CAP);
    private static final Set<ErrorClass> AFTER_A_FEW =
            EnumSet.of(ErrorClass.SERVER, ErrorClass.NETWORK, ErrorClass.TIMEOUT, ErrorClass.OVERLOADED);

    private int inARow;
    private ErrorClass last;
    private Instant lastAt;

    /** A call was answered. */
    public synchronized void answered(Instant at) {
        inARow = 0;
        last = null;
        lastAt = at;
    }

    /** A call failed. */
    public synchronized void failed(ErrorClass errorClass, Instant at) {
        if (AT_ONCE.contains(errorClass) || AFTER_A_FEW.contains(errorClass)) {
            inARow++;
            last = errorClass;
            lastAt = at;
        }
    }

    /** What can be said now. */
    public synchronized Verdict verdict() {
        boolean down = last != null && (AT_ONCE.contains(last) || inARow >= ENOUGH);
        return new Verdict(!down, last, inARow, lastAt);
    }

    /**
     * What the outcomes say.
     *
     * @param isUp     whether calls are worth making
     * @param last     the class of the last failure, or null if the last call was answered
     * @param failures how many failures in a row
     * @param lastAt   when the last call that tells something ended, or null if there was none
     */
    public record Verdict(boolean isUp, ErrorClass last, int failures, Instant lastAt) {}
}
