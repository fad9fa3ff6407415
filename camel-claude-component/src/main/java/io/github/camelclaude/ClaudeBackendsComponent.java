/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import io.github.camelclaude.call.Routing;
import java.util.Map;
import org.apache.camel.spi.Metadata;

/** The options that a component has about the places that serve it. */
public abstract class ClaudeBackendsComponent extends ClaudeBatchesComponent {

    @Metadata(
            description = "The places that serve Claude, by a name of your own, instead of the Claude API alone: "
                    + "backends[eu].type=bedrock, backends[eu].region=eu-central-1. Types are anthropic, bedrock and vertex; "
                    + "further options of each are region, project, profile, baseUrl, apiKey, credentials, models, tier, "
                    + "limits and the limits per minute. Where none is named, beans of type BackendOptions are the backends, "
                    + "by the names of the beans.")
    private Map<String, BackendOptions> backends;

    @Metadata(
            enums = "quota,failover",
            defaultValue = "quota",
            description =
                    "How one of several backends is chosen: quota takes the one that serves soonest, failover the first "
                            + "that serves, in the order of allowedBackends or of their names.")
    private Routing routing = Routing.quota;

    @Metadata(
            label = "advanced",
            defaultValue = "true",
            description =
                    "Whether a backend that does not serve is left alone for a while: calls wait, or go to another "
                            + "one, and one at a time goes to see.")
    private boolean breaker = true;

    @Metadata(
            label = "advanced",
            defaultValue = "50",
            description =
                    "How many percent of the last fifty calls, ten at least, may fail before a backend is "
                            + "left alone: by overload, errors of the service, broken connections and time-outs, never by limits.")
    private int breakerFailureRate = 50;

    @Metadata(
            label = "advanced",
            defaultValue = "5s",
            javaType = "java.time.Duration",
            description =
                    "How long a backend that does not serve is left alone at first. Doubles with each attempt that "
                            + "fails, up to twice that.")
    private long breakerWait = 5_000;

    @Metadata(
            label = "advanced",
            defaultValue = "0.2",
            description =
                    "How many retries there may be for each call, over all calls of a backend. Those that are too many "
                            + "wait for their turn. Limits need no such bound.")
    private double retryBudget = 0.2;

    public Map<String, BackendOptions> getBackends() {
        return backends;
    }

    public void setBackends(Map<String, BackendOptions> backends) {
        this.backends = backends;
    }

    public Routing getRouting() {
        return routing;
    }

    public void setRouting(Routing routing) {
        this.routing = routing;
    }

    public boolean isBreaker() {
        return breaker;
    }

    public void setBreaker(boolean breaker) {
        this.breaker = breaker;
    }

    public int getBreakerFailureRate() {
        return breakerFailureRate;
    }

    public void setBreakerFailureRate(int breakerFailureRate) {
        this.breakerFailureRate = breakerFailureRate;
    }

    public long getBreakerWait() {
        return breakerWait;
    }

    public void setBreakerWait(long breakerWait) {
        this.breakerWait = breakerWait;
    }

    public double getRetryBudget() {
        return retryBudget;
    }

    public void setRetryBudget(double retryBudget) {
        this.retryBudget = retryBudget;
    }
}
