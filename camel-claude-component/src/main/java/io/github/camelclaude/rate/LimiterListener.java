/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

import java.time.Duration;

/**
 * Hears what a limiter does. Called without any lock held; events of one permit come in order. Must be quick and must not
 * throw.
 */
public interface LimiterListener {

    /** Listens to nothing. */
    LimiterListener NONE = new LimiterListener() {};

    /** A demand has ended, granted or refused. */
    default void decided(Demand demand, Duration waited, Dimension binding, Outcome.End end) {}

    /** The service refused an attempt; the gate of its group is closed until then (nanoseconds). */
    default void refusedByService(GroupName group, Dimension dimension, Permit.Kind kind, long closedUntil) {}

    /** Headers or somebody else brought another limit. */
    default void limitChanged(GroupName group, Limit before, Limit now) {}

    /** How much may be taken at once has been found out, in seconds of refill. */
    default void burstLearned(GroupName group, Dimension dimension, double seconds) {}

    /** More than 80 % of a day's or month's amount is used, once per window. */
    default void nearlySpent(GroupName group, Limit limit, double used) {}
}
