/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import java.util.Collection;
import org.apache.camel.Navigate;
import org.apache.camel.Route;
import org.apache.camel.processor.PollEnricher;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Refuses routes that poll {@code claude:...} ({@code poll}, {@code pollEnrich}) when they start, rather than when their first
 * exchange comes. An endpoint that is only told then fails then.
 */
final class PolledBatches extends LifecycleStrategySupport {

    @Override
    public void onRoutesAdd(Collection<Route> routes) {
        for (Route route : routes) {
            look(route, route.navigate());
        }
    }

    private static void look(Route route, Navigate<?> at) {
        if (at == null || !at.hasNext()) {
            return;
        }
        for (Object next : at.next()) {
            if (next instanceof PollEnricher poll
                    && poll.getUri() != null
                    && poll.getUri().startsWith("claude:")) {
                throw new IllegalArgumentException(
                        "Route " + route.getId() + ": " + ClaudeEndpoint.notPolled(operation(poll.getUri())));
            }
            if (next instanceof Navigate<?> further) {
                look(route, further);
            }
        }
    }

    /** Of {@code claude:limits?...} or {@code claude://limits?...}. */
    private static String operation(String uri) {
        String path = uri.substring("claude:".length());
        int options = path.indexOf('?');
        return (options < 0 ? path : path.substring(0, options)).replaceFirst("^/+", "");
    }
}
