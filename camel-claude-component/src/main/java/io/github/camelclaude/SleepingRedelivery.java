/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import io.github.camelclaude.resilience.ClaudeException;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.WeakHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Channel;
import org.apache.camel.EndpointAware;
import org.apache.camel.NamedNode;
import org.apache.camel.Navigate;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.processor.errorhandler.ExceptionPolicy;
import org.apache.camel.processor.errorhandler.RedeliveryErrorHandler;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;
import org.apache.camel.reifier.errorhandler.ErrorHandlerReifier;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of routes in which waiting for a retry keeps a thread. With {@code maxRetries=0} it is Camel that waits, as long as the
 * service asked; unless its redelivery policy says {@code asyncDelayedRedelivery}, it does so by sleeping on the thread that
 * brought the failure, and a few refusals stop all calls.
 *
 * <p>Each step of a route has the error handler around it; which policy an {@code onException} makes of that one's is for Camel
 * to say. Steps that find their endpoint for each message ({@code toD}) are not looked at.
 */
final class SleepingRedelivery extends LifecycleStrategySupport {

    private static final Logger LOG = LoggerFactory.getLogger(SleepingRedelivery.class);

    private final CamelContext context;
    private final Set<Route> seen = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    SleepingRedelivery(CamelContext context) {
        this.context = context;
    }

    /** A route that is started again is added again, without its error handler's factory; and a warning keeps none from starting. */
    @Override
    public void onRoutesAdd(Collection<Route> routes) {
        for (Route route : routes) {
            if (seen.add(route) && route.getErrorHandlerFactory() != null) {
                try {
                    look(route);
                } catch (RuntimeException e) {
                    LOG.debug("How route {} redelivers can't be found out", route.getId(), e);
                }
            }
        }
    }

    private void look(Route route) {
        Set<String> found = new LinkedHashSet<>();
        look(route, route.navigate(), found);
        if (!found.isEmpty()) {
            LOG.warn(
                    "Route {} leaves retries to Camel (maxRetries=0), and redelivery by {} is without"
                            + " asyncDelayedRedelivery: each exchange that waits keeps a thread for as long as the"
                            + " service asks. Say asyncDelayedRedelivery, or set maxRetries, which keeps none",
                    route.getId(),
                    String.join(" and ", found));
        }
    }

    private void look(Route route, Navigate<Processor> at, Set<String> found) {
        if (at instanceof Channel channel
                && isHandedOver(channel.getNextProcessor())
                && channel.getErrorHandler() instanceof RedeliveryErrorHandler handler) {
            judge(route, handler, found);
        }
        if (at != null && at.hasNext()) {
            for (Processor next : at.next()) {
                look(route, asNavigate(next), found);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static Navigate<Processor> asNavigate(Processor processor) {
        return processor instanceof Navigate<?> navigate ? (Navigate<Processor>) navigate : null;
    }

    private static boolean isHandedOver(Processor step) {
        return step instanceof EndpointAware aware
                && aware.getEndpoint() instanceof ClaudeEndpoint claude
                && claude.calls()
                && claude.getConfiguration().getMaxRetries() == 0;
    }

    private void judge(Route route, RedeliveryErrorHandler handler, Set<String> found) {
        RedeliveryPolicy usual = handler.getRedeliveryPolicy();
        if (sleeps(usual, false)) {
            found.add("its error handler");
        }
        for (NamedNode node : route.getErrorHandlers(route.getErrorHandlerFactory())) {
            if (node instanceof OnExceptionDefinition definition && concernsUs(definition)) {
                ExceptionPolicy policy = ErrorHandlerReifier.reifier(route, route.getErrorHandlerFactory())
                        .createExceptionPolicy(definition);
                if (sleeps(policy.createRedeliveryPolicy(context, usual), policy.getRetryWhilePolicy() != null)) {
                    found.add("its onException(" + String.join(", ", definition.getExceptions()) + ")");
                }
            }
        }
    }

    private static boolean sleeps(RedeliveryPolicy policy, boolean whileTrue) {
        return (whileTrue || policy.getMaximumRedeliveries() != 0) && !policy.isAsyncDelayedRedelivery();
    }

    private boolean concernsUs(OnExceptionDefinition definition) {
        return definition.getExceptions().stream()
                .map(name -> context.getClassResolver().resolveClass(name))
                .anyMatch(type -> type != null
                        && (type.isAssignableFrom(ClaudeException.class)
                                || ClaudeException.class.isAssignableFrom(type)));
    }
}
