/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

import java.util.List;

/**
 * What an attempt asks for.
 *
 * @param path        the limit groups that it draws on, from the widest to the narrowest; at least one. All paths that begin
 *                    with the same group stand in one queue
 * @param cost        the estimated cost
 * @param priority    how urgent it is
 * @param fairnessKey who asks, such as a tenant; empty for nobody in particular. Keys of one priority share it equally
 * @param deadline    until when it may wait, in nanoseconds as {@link Timeline#now()}; {@link #NO_DEADLINE} for as long as
 *                    it takes
 * @param again       whether it has been granted and refused by the service before: it goes to the head of its queue
 */
public record Demand(
        List<GroupName> path, Cost cost, Priority priority, String fairnessKey, long deadline, boolean again) {

    public static final long NO_DEADLINE = Long.MAX_VALUE;

    public Demand {
        path = List.copyOf(path);
        if (path.isEmpty()) {
            throw new IllegalArgumentException("A demand needs at least one limit group");
        }
    }

    public Demand(List<GroupName> path, Cost cost, Priority priority) {
        this(path, cost, priority, "", NO_DEADLINE, false);
    }

    /** The same once more, after the service refused it. */
    public Demand onceMore() {
        return new Demand(path, cost, priority, fairnessKey, deadline, true);
    }
}
