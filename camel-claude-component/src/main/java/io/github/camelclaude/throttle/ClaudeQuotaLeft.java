/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.throttle;

import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;

/**
 * Whether there is quota left for more: true until more than {@code pauseAbove} seconds of the limits wait, and then only
 * again below {@code resumeBelow}. The check of {@code pausable}, with {@link ClaudeQuotaListener}: a Kafka consumer is paused,
 * and stays in its group, while this is false.
 */
public final class ClaudeQuotaLeft implements Predicate<Object>, CamelContextAware {

    private double pauseAbove = 60;
    private double resumeBelow = 10;
    private String component = "claude";
    private String group = "";
    private CamelContext context;
    private volatile Hysteresis hysteresis;

    /** @param ignored whatever is asked about: the answer is about the limits */
    @Override
    public boolean test(Object ignored) {
        if (context == null) {
            throw new IllegalStateException(
                    "ClaudeQuotaLeft knows no CamelContext: call setCamelContext, or bind it as a bean");
        }
        return !hysteresis().isOver(new Backlog(context, component, group).seconds());
    }

    private synchronized Hysteresis hysteresis() {
        if (hysteresis == null) {
            hysteresis = new Hysteresis(pauseAbove, resumeBelow);
        }
        return hysteresis;
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.context = camelContext;
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
}
