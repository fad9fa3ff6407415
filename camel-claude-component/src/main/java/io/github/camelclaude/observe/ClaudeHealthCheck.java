/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.observe;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Whether an endpoint's backend is of use, told by how the last calls ended: it never makes a call of its own. */
public final class ClaudeHealthCheck extends AbstractHealthCheck {

    private final String backend;
    private final Supplier<Outcomes.Verdict> verdict;

    /** @param endpointId tells this check from those of other endpoints; without secrets */
    public ClaudeHealthCheck(String endpointId, String backend, Supplier<Outcomes.Verdict> verdict) {
        super("camel", "producer:claude-" + endpointId);
        this.backend = backend;
        this.verdict = verdict;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        Outcomes.Verdict now = verdict.get();
        builder.detail("backend", backend);
        builder.detail("failuresInARow", now.failures());
        if (now.lastAt() != null) {
            builder.detail("lastCallAt", now.lastAt().toString());
        }
        if (now.last() != null) {
            builder.detail("lastErrorClass", now.last().label());
        }
        if (now.isUp()) {
            builder.up();
        } else {
            builder.down()
                    .message("Claude is of no use at the moment: the last calls ended in "
                            + now.last().label());
        }
    }
}
