/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

import java.util.List;
import java.util.Map;

/**
 * How a limiter stands at one moment.
 *
 * @param at         nanoseconds as {@link Timeline#now()}
 * @param groups     each group that has been used
 * @param permitsOut granted and not yet ended
 * @param waiting    demands that wait
 */
public record Picture(long at, List<GroupPicture> groups, int permitsOut, int waiting) {

    public Picture {
        groups = List.copyOf(groups);
    }

    /**
     * One group.
     *
     * @param closedUntil until when its gate is or was closed, nanoseconds; not after {@code at} if it is open, 0 if it never
     *                    was closed
     * @param waiting     demands that wait in its queue, by priority; empty where another group leads the queue
     * @param refusals    refusals by the service so far
     */
    public record GroupPicture(
            GroupName name,
            List<DimensionPicture> dimensions,
            long closedUntil,
            Map<Priority, Integer> waiting,
            long refusals) {

        public GroupPicture {
            dimensions = List.copyOf(dimensions);
            waiting = Map.copyOf(waiting);
        }
    }

    /**
     * One dimension of a group; amounts in its unit.
     *
     * @param limit     what is allowed
     * @param level     what is believed to be left at the service, calls under way subtracted; may be negative
     * @param slice     what may be taken at once now
     * @param burst     seconds of refill that may be taken at once when rested; 0 where that means nothing
     * @param others    what others are believed to take, per second
     * @param used      what the calls that have ended took so far
     * @param offered   cost of what was asked for in the last minute
     * @param backlog   cost of what waits
     */
    public record DimensionPicture(
            Limit limit,
            double level,
            double slice,
            double burst,
            double others,
            double used,
            double offered,
            double backlog) {}
}
