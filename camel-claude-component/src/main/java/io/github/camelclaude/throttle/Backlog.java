/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.throttle;

import io.github.camelclaude.call.LimiterSource;
import io.github.camelclaude.rate.Dimension;
import io.github.camelclaude.rate.Picture;
import io.github.camelclaude.rate.Picture.DimensionPicture;
import io.github.camelclaude.rate.Picture.GroupPicture;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.support.service.ServiceHelper;

/** How far behind a component's limiter is: how many seconds of the limits wait already, gates that are closed included. */
final class Backlog {

    private final CamelContext context;
    private final String component;
    private final String group;

    /**
     * @param component the name of the component
     * @param group     a part of the names of the limit groups that count, such as {@code haiku-5-5}; null or empty for all
     */
    Backlog(CamelContext context, String component, String group) {
        this.context = context;
        this.component = component;
        this.group = group == null ? "" : group;
    }

    /** Of the group that is the farthest behind; 0 while the component does not run. */
    double seconds() {
        Component found = context.getComponent(component, true, false);
        if (!(found instanceof LimiterSource source) || !ServiceHelper.isStarted(found)) {
            return 0;
        }
        Picture picture = source.limiter().picture();
        return picture.groups().stream()
                .filter(one -> one.name().text().contains(group))
                .mapToDouble(one -> seconds(one, picture.at()))
                .max()
                .orElse(0);
    }

    private static double seconds(GroupPicture group, long at) {
        double closed = group.closedUntil() > at ? (group.closedUntil() - at) / 1e9 : 0;
        return closed
                + group.dimensions().stream()
                        .mapToDouble(Backlog::seconds)
                        .max()
                        .orElse(0);
    }

    private static double seconds(DimensionPicture dimension) {
        boolean flows = dimension.limit().dimension().refill() == Dimension.Refill.CONTINUOUS
                && dimension.limit().amount() > 0;
        return flows ? dimension.backlog() / dimension.limit().perSecond() : 0;
    }
}
