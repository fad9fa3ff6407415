/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.BackendOptions;
import io.github.camelclaude.LimiterMode;
import io.github.camelclaude.RouteTestSupport;
import io.github.camelclaude.ScriptedClaude;
import io.github.camelclaude.call.Routing;
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

    @Test
    void each_backend_is_told_by_name_with_its_breaker_and_one_that_serves_is_enough() throws Exception {
        holdWithABreaker();
        component.getConfiguration().setMaxRetries(20);
        component.getConfiguration().setMaxOverloadedRetries(20);
        try (ScriptedClaude dead = new ScriptedClaude()) {
            dead.replies(529, Map.of(), ScriptedClaude.error("overloaded_error", "x"));
            component.setBackends(Map.of("dead", at(dead), "good", at(claude), "never", at(dead)));
            component.setRouting(Routing.failover);
            start("claude:messages?allowedBackends=dead,good");
            for (int i = 0; dead.asked().size() < 10; i++) {
                assertThat(ask("x" + i).getException()).isNull();
            }

            assertThat(check().getState()).isEqualTo(HealthCheck.State.UP);
            assertThat(check().getDetails())
                    .containsEntry("backend", "dead,good")
                    .containsEntry("dead.state", "DOWN")
                    .containsEntry("dead.breaker", "open")
                    .containsEntry("dead.lastErrorClass", "overloaded")
                    .containsEntry("good.state", "UP")
                    .containsEntry("good.breaker", "closed")
                    .doesNotContainKey("never.state");
            assertThat(check().getDetails().toString()).doesNotContain(KEY);
        }
    }

    @Test
    void a_backend_that_is_left_alone_is_down_although_its_last_call_was_answered() throws Exception {
        holdWithABreaker();
        start();
        for (int i = 0; i < 5; i++) {
            claude.replies(500, Map.of(), ScriptedClaude.error("api_error", "x"));
            ask("x" + i);
            claude.says("fine");
            ask("y" + i);
        }

        assertThat(check().getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(check().getMessage())
                .hasValueSatisfying(said -> assertThat(said)
                        .contains("anthropic", "breaker is open")
                        .doesNotContain(KEY));
        assertThat(check().getDetails())
                .containsEntry("anthropic.state", "DOWN")
                .containsEntry("anthropic.breaker", "open")
                .containsEntry("anthropic.failuresInARow", 0);
    }

    /** With limits that nothing here reaches, and a breaker that stays open. */
    private void holdWithABreaker() {
        component.setLimiter(LimiterMode.hold);
        component.setRequestsPerMinute(6_000_000L);
        component.setInputTokensPerMinute(6_000_000_000L);
        component.setOutputTokensPerMinute(6_000_000_000L);
        component.setBurst("10s");
        component.setBreakerWait(3_600_000);
    }

    private static BackendOptions at(ScriptedClaude server) {
        BackendOptions backend = new BackendOptions();
        backend.setBaseUrl(server.baseUrl());
        return backend;
    }

    private void start() throws Exception {
        start("claude:messages");
    }

    private void start(String uri) throws Exception {
        HealthCheckRegistry registry = new DefaultHealthCheckRegistry();
        registry.setCamelContext(context);
        ProducersHealthCheckRepository producers = new ProducersHealthCheckRepository();
        producers.setEnabled(true);
        registry.register(producers);
        context.getCamelContextExtension().addContextPlugin(HealthCheckRegistry.class, registry);
        startWith(uri);
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
