/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.BackendOptions;
import io.github.camelclaude.LimitedRouteTestSupport;
import io.github.camelclaude.resilience.ClaudeServerException;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.fault.FaultPlan;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Attempts as the service counts them, while nothing ever passes: our retries, the route's, a circuit breaker, fail-over. */
class EveryCombinationTest extends LimitedRouteTestSupport {

    private final List<ClaudeSimulator> places = List.of(place(), place());

    private static ClaudeSimulator place() {
        return ClaudeSimulator.builder()
                .port(0)
                .latency(Duration.ZERO)
                .faults(FaultPlan.seeded(20261124).with(Fault.SERVER_ERROR, 1))
                .start();
    }

    @AfterEach
    void stopPlaces() {
        context.stop();
        places.forEach(ClaudeSimulator::close);
    }

    static Stream<Arguments> combinations() {
        return Stream.of(0, 2)
                .flatMap(ours -> Stream.of(0, 1, 3)
                        .flatMap(routes -> Stream.of(false, true)
                                .flatMap(eip ->
                                        Stream.of(1, 2).map(backends -> Arguments.of(ours, routes, eip, backends)))));
    }

    @ParameterizedTest(name = "maxRetries={0}, maximumRedeliveries={1}, circuitBreaker={2}, backends={3}")
    @MethodSource("combinations")
    void never_more_attempts_than_configured(int ours, int routes, boolean eip, int backends) throws Exception {
        Map<String, BackendOptions> named = new LinkedHashMap<>();
        for (int i = 0; i < backends; i++) {
            BackendOptions options = new BackendOptions();
            options.setBaseUrl(places.get(i).baseUrl());
            named.put("place" + i, options);
        }
        component.getConfiguration().setBaseUrl(null);
        component.setBackends(named);
        component.setRouting(Routing.failover);
        component.setBreakerWait(100);
        component.getConfiguration().setMaxRetries(ours);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(ClaudeServerException.class)
                        .maximumRedeliveries(routes)
                        .redeliveryDelay(1)
                        .asyncDelayedRedelivery()
                        .logExhausted(false);
                if (eip) {
                    from("direct:ask").circuitBreaker().to("claude:messages").end();
                } else {
                    from("direct:ask").to("claude:messages");
                }
            }
        });
        context.start();

        Exchange exchange = ask("x");

        assertThat(exchange.getException()).isInstanceOf(ClaudeServerException.class);
        long attempts = places.stream()
                .mapToLong(place -> place.accounting().totals().arrived())
                .sum();
        // The route's error handler does not see what happens inside a circuit breaker: Camel gives it no redelivery.
        int whole = eip ? 1 : 1 + routes;
        assertThat(attempts).isEqualTo((long) (1 + ours) * whole);
        assertNothingIsLeft();
    }
}
