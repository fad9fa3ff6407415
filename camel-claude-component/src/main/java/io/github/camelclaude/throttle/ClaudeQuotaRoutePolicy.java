/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.throttle;

import io.github.camelclaude.call.LimiterSource;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.support.RoutePolicySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pauses the consumers of its routes while too much waits for the limits: above {@code pauseAbove} seconds of quota, until
 * it is less than {@code resumeBelow}. A consumer that can be suspended (Kafka, JMS, files) is suspended, another is stopped.
 * It looks twice a second, and what was stopped by somebody else stays stopped.
 *
 * <p>A bean for {@code routePolicy}, for one route or many.
 */
public final class ClaudeQuotaRoutePolicy extends RoutePolicySupport {

    private static final Logger LOG = LoggerFactory.getLogger(ClaudeQuotaRoutePolicy.class);

    private final Set<Route> routes = new HashSet<>();
    private final Set<Route> paused = new HashSet<>();
    private double pauseAbove = 60;
    private double resumeBelow = 10;
    private long checkInterval = 500;
    private String component = "claude";
    private String group = "";
    private Hysteresis hysteresis;
    private Backlog backlog;
    private ScheduledExecutorService timer;
    private CamelContext context;

    @Override
    public synchronized void onInit(Route route) {
        super.onInit(route);
        context = route.getCamelContext();
        if (checkInterval < 1) {
            throw new IllegalArgumentException("checkInterval=" + checkInterval + " must be at least 1 (milliseconds)");
        }
        if (!(context.getComponent(component, true, false) instanceof LimiterSource)) {
            throw new IllegalArgumentException("component=" + component
                    + " names no component of Claude: it must be what its URIs begin with, such as claude");
        }
        hysteresis = new Hysteresis(pauseAbove, resumeBelow);
        backlog = new Backlog(context, component, group);
        if (route.getEndpoint().getEndpointUri().startsWith("kafka:")
                && KafkaCommits.areAutomatic(route.getEndpoint())) {
            LOG.warn(
                    "Route {} pauses a Kafka consumer that commits by itself: resumed, it goes back to the last commit, and records of up to {} are read and paid again. Set autoCommitEnable=false and commit each record when it is done, or use pausable with ClaudeQuotaListener",
                    route.getRouteId(),
                    KafkaCommits.interval(route.getEndpoint()));
        }
    }

    @Override
    public synchronized void onStart(Route route) {
        routes.add(route);
        if (timer == null) {
            timer = context.getExecutorServiceManager()
                    .newSingleThreadScheduledExecutor(this, "ClaudeQuotaRoutePolicy");
            timer.scheduleWithFixedDelay(this::look, checkInterval, checkInterval, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void onResume(Route route) {
        onStart(route);
    }

    @Override
    public synchronized void onStop(Route route) {
        routes.remove(route);
        paused.remove(route);
        if (routes.isEmpty() && timer != null) {
            context.getExecutorServiceManager().shutdownNow(timer);
            timer = null;
        }
    }

    @Override
    public void onSuspend(Route route) {
        onStop(route);
    }

    @Override
    public void onRemove(Route route) {
        onStop(route);
    }

    private synchronized void look() {
        double seconds = backlog.seconds();
        boolean over = hysteresis.isOver(seconds);
        for (Route route : Set.copyOf(routes)) {
            try {
                if (over && paused.add(route)) {
                    LOG.info("Pausing route {}: {} s of the limits wait", route.getRouteId(), Math.round(seconds));
                    suspendOrStopConsumer(route.getConsumer());
                } else if (!over && paused.remove(route)) {
                    LOG.info("Resuming route {}: {} s of the limits wait", route.getRouteId(), Math.round(seconds));
                    resumeOrStartConsumer(route.getConsumer());
                }
            } catch (Exception e) {
                handleException(e);
            }
        }
    }

    public double getPauseAbove() {
        return pauseAbove;
    }

    /** In seconds of quota. */
    public void setPauseAbove(double pauseAbove) {
        this.pauseAbove = pauseAbove;
    }

    public double getResumeBelow() {
        return resumeBelow;
    }

    /** In seconds of quota. */
    public void setResumeBelow(double resumeBelow) {
        this.resumeBelow = resumeBelow;
    }

    public long getCheckInterval() {
        return checkInterval;
    }

    /** In milliseconds. */
    public void setCheckInterval(long checkInterval) {
        this.checkInterval = checkInterval;
    }

    public String getComponent() {
        return component;
    }

    /** The name of the component. */
    public void setComponent(String component) {
        this.component = component;
    }

    public String getGroup() {
        return group;
    }

    /** A part of the names of the limit groups that count, such as {@code haiku-5-5}; empty for all. */
    public void setGroup(String group) {
        this.group = group;
    }

    /** Loaded only where there is a Kafka endpoint, and so Camel's component for it. */
    private static final class KafkaCommits {

        private static boolean areAutomatic(Endpoint endpoint) {
            return endpoint instanceof KafkaEndpoint kafka
                    && kafka.getConfiguration().isAutoCommitEnable();
        }

        private static Duration interval(Endpoint endpoint) {
            return Duration.ofMillis(
                    ((KafkaEndpoint) endpoint).getConfiguration().getAutoCommitIntervalMs());
        }
    }
}
