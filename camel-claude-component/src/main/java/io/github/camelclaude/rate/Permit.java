/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * The right to make one attempt. It ends exactly once: by {@link #answered}, {@link #refused}, {@link #failed} or
 * {@link #release}; each of them returns whether it was this call that ended it, and has no effect otherwise. Safe for use by
 * several threads.
 */
public interface Permit {

    Demand demand();

    /** How long the demand waited for it. */
    Duration waited();

    /**
     * Whether the attempt may leave now. False for a permit that was granted a while ago and whose gate has closed since:
     * release it and ask again.
     */
    boolean mayLeave();

    /** The attempt leaves now, and is expected to cost what was asked for. */
    default void sent() {
        sent(demand().cost());
    }

    /**
     * The attempt leaves now. To be called once, before it does.
     *
     * @param expected what it is expected to cost by now: others have ended while it waited, and taught more than was known when it
     *                 was asked for
     */
    void sent(Cost expected);

    /**
     * The answer has begun: its headers are here, and for a stream the first event.
     *
     * @param report what the headers tell
     * @param input  the actual cost of the input, if it is known already; only its input parts count
     */
    void began(Report report, Cost input);

    /**
     * The answer is complete.
     *
     * @param actual what it cost
     * @param report what its headers tell; {@link Report#NONE} if they were told to {@link #began}
     */
    boolean answered(Cost actual, Report report);

    /**
     * The service refused it for a rate limit (429).
     *
     * @return what that means
     */
    Verdict refused(Refused refused);

    /**
     * It ended in another way, or nobody knows how.
     *
     * @param fate   what the service may have charged
     * @param report what headers tell, if there were any
     */
    boolean failed(Fate fate, Report report);

    /** It was not used: everything goes back. */
    boolean release();

    /** Whether it has ended. */
    boolean hasEnded();

    /** What a failed attempt may have cost. */
    enum Fate {
        /** Nothing left for the service. */
        NOT_SENT,
        /** The service refused to do the work (400, 401, 529, ...): one request, no tokens. */
        NO_WORK,
        /** The connection broke or time ran out: the service may have done all of it. */
        UNKNOWN
    }

    /** Which limit the service named. */
    enum Kind {
        /** A bucket is empty. */
        BUCKET,
        /** Usage rose too steeply. */
        RAMP
    }

    /**
     * A refusal by the service.
     *
     * @param kind       which limit
     * @param retryAfter how long to wait in nanoseconds, counted from now; empty if the service did not say
     * @param dimension  the dimension that the service named, or null if it named none
     * @param report     what its headers tell
     */
    record Refused(Kind kind, OptionalLong retryAfter, Dimension dimension, Report report) {}

    /**
     * What a refusal by the service means for the attempt.
     *
     * @param ended    whether this call ended the permit
     * @param oversize whether the same request can never pass; it should fail rather than be tried again
     * @param allowed  the largest amount that can pass, if it is oversize
     * @param notBefore when the next attempt may be made, in nanoseconds as {@link Timeline#now()}; asking the limiter again
     *                 observes it
     */
    record Verdict(boolean ended, boolean oversize, long allowed, long notBefore) {}
}
