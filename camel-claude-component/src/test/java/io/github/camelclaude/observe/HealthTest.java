/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.RouteTestSupport;
import io.github.camelclaude.ScriptedClaude;
import java.util.Collection;
import java.util.Map;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheck.Result;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.health.DefaultHealthCheckRegistry;
import org.apache.camel.impl.health.ProducersHealthCheckRepository;
import org.junit.jupiter.api.Test;

class HealthTest extends RouteTestSupport {

    @Test
    void health_follows_the_last_calls_and_makes_none_of_its_own() throws Exception {
        start();
        assertThat(check().getState()).as("nothing is known yet").isEqualTo(HealthCheck.State.UP);
        assertThat(claude.asked()).isEmpty();

        claude.replies(500, Map.of(), ScriptedClaude.error("api_error", "x"));
        ask("x");
        ask("x");
        assertThat(check().getState()).as("two may be an accident").isEqualTo(HealthCheck.State.UP);
        ask("x");

        assertThat(check().getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(check().getDetails())
                .containsEntry("backend", "anthropic")
                .containsEntry("lastErrorClass", "server")
                .containsEntry("failuresInARow", 3)
                .containsKey("lastCallAt");
        assertThat(check().toString() + check().getDetails() + check().getMessage())
                .doesNotContain(KEY);

        claude.says("fine");
        ask("x");
        assertThat(check().getState()).isEqualTo(HealthCheck.State.UP);
    }

    @Test
    void a_refused_key_is_known_at_once_and_limits_and_bad_requests_say_nothing() throws Exception {
        start();
        for (int status : new int[] {429, 400, 429, 400}) {
            claude.replies(status, Map.of(), ScriptedClaude.error("x", "x"));
            ask("x");
        }
        assertThat(check().getState()).isEqualTo(HealthCheck.State.UP);

        claude.replies(401, Map.of(), ScriptedClaude.error("authentication_error", "x"));
        ask("x");

        assertThat(check().getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(check().getMessage().orElseThrow()).contains("auth");
    }

    @Test
    void a_stopped_endpoint_has_no_health() throws Exception {
        start();
        assertThat(results()).hasSize(1);

        context.getEndpoint("claude:messages").stop();

        assertThat(results()).isEmpty();
    }

    private void start() throws Exception {
        HealthCheckRegistry registry = new DefaultHealthCheckRegistry();
        registry.setCamelContext(context);
        ProducersHealthCheckRepository producers = new ProducersHealthCheckRepository();
        producers.setEnabled(true);
        registry.register(producers);
        context.getCamelContextExtension().addContextPlugin(HealthCheckRegistry.class, registry);
        startWith("claude:messages");
    }

    private Collection<Result> results() {
        return HealthCheckHelper.invoke(context).stream()
                .filter(result -> result.getCheck().getId().startsWith("producer:claude-"))
                .toList();
    }

    private Result check() {
        return results().iterator().next();
    }
}
