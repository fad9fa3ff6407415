/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.observe;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Whether an endpoint's backends are of use, told by how the last calls ended and whether anybody may call them: it never makes
 * a call of its own. Calls are worth making as long as one backend is of use.
 */
public final class ClaudeHealthCheck extends AbstractHealthCheck {

    private static final String OPEN = "open";

    private final List<Watched> backends;

    /**
     * A backend that the endpoint may call.
     *
     * @param name    what it is called; without secrets
     * @param verdict what its last calls say
     * @param breaker how its breaker stands: {@code closed}, {@code open} or {@code probing}
     */
    public record Watched(String name, Supplier<Outcomes.Verdict> verdict, Supplier<String> breaker) {

        private Seen now() {
            return new Seen(name, verdict.get(), breaker.get());
        }
    }

    private record Seen(String name, Outcomes.Verdict verdict, String breaker) {

        private boolean isUp() {
            return verdict.isUp() && !breaker.equals(OPEN);
        }

        private String reason() {
            return verdict.isUp()
                    ? name + " is left alone (its breaker is open)"
                    : "the last calls ended in " + verdict.last().label();
        }
    }

    /**
     * @param endpointId tells this check from those of other endpoints; without secrets
     * @param backends   at least one, the preferred first
     */
    public ClaudeHealthCheck(String endpointId, List<Watched> backends) {
        super("camel", "producer:claude-" + endpointId);
        this.backends = List.copyOf(backends);
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        List<Seen> all = backends.stream().map(Watched::now).toList();
        Seen best = all.stream().filter(Seen::isUp).findFirst().orElse(all.get(0));
        builder.detail("backend", all.stream().map(Seen::name).collect(Collectors.joining(",")));
        details(builder, "", best.verdict());
        for (Seen one : all) {
            builder.detail(one.name() + ".state", one.isUp() ? "UP" : "DOWN");
            builder.detail(one.name() + ".breaker", one.breaker());
            details(builder, one.name() + ".", one.verdict());
        }
        if (best.isUp()) {
            builder.up();
        } else {
            builder.down().message("Claude is of no use at the moment: " + best.reason());
        }
    }

    private static void details(HealthCheckResultBuilder builder, String prefix, Outcomes.Verdict verdict) {
        builder.detail(prefix + "failuresInARow", verdict.failures());
        if (verdict.lastAt() != null) {
            builder.detail(prefix + "lastCallAt", verdict.lastAt().toString());
        }
        if (verdict.last() != null) {
            builder.detail(prefix + "lastErrorClass", verdict.last().label());
        }
    }
}
