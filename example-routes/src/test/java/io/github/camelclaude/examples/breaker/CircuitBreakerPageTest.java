/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelclaude.ClaudeComponent;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.fault.FaultPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The route of docs/breakers.adoc, as it stands there but for numbers that a test can't wait for. */
class CircuitBreakerPageTest {

    private static final Pattern YAML = Pattern.compile("(?s)\\[source,yaml]\\n----\\n(.*?)\\n----");
    private static final String FALLBACK = "We have your question and will answer it by mail.";

    private final ClaudeSimulator claude =
            ClaudeSimulator.builder().port(0).latency(Duration.ZERO).start();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private ClaudeComponent component;

    @AfterEach
    void stop() {
        context.stop();
        claude.close();
    }

    private void start(String... changes) throws Exception {
        Matcher page = YAML.matcher(Files.readString(Path.of("..", "docs", "breakers.adoc")));
        assertThat(page.find()).as("a route in the page").isTrue();
        String yaml = page.group(1);
        for (int i = 0; i < changes.length; i += 2) {
            assertThat(yaml).contains(changes[i]);
            yaml = yaml.replace(changes[i], changes[i + 1]);
        }
        component = context.getComponent("claude", ClaudeComponent.class);
        component.getConfiguration().setApiKey("sk-ant-simulator");
        component.getConfiguration().setBaseUrl(claude.baseUrl());
        // Attempts are counted here; what our own breaker does is told elsewhere.
        component.setBreaker(false);
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("page.camel.yaml", yaml));
        context.start();
    }

    private Exchange ask(String question) {
        Exchange exchange = context.createProducerTemplate()
                .request("direct:ask", sent -> sent.getMessage().setBody(question));
        assertThat(exchange.getException()).isNull();
        return exchange;
    }

    private static String answer(Exchange exchange) {
        return exchange.getMessage().getBody(String.class);
    }

    private long attempts() {
        return claude.accounting().totals().arrived();
    }

    private void assertNoPermitIsOut() {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() ->
                        assertThat(component.limiter().picture().permitsOut()).isZero());
    }

    @Test
    void an_answer_passes_through_it() throws Exception {
        start();

        assertThat(answer(ask("x"))).isNotEmpty().isNotEqualTo(FALLBACK);
        assertThat(attempts()).isEqualTo(1);
    }

    @Test
    void failures_fall_back_after_our_retries_and_once_it_is_open_nothing_is_sent() throws Exception {
        claude.faults(FaultPlan.seeded(1).with(Fault.SERVER_ERROR, 1));
        start("waitDurationInOpenState: 30", "waitDurationInOpenState: 3600");

        for (int i = 0; i < 10; i++) {
            assertThat(answer(ask("x" + i))).isEqualTo(FALLBACK);
        }
        assertThat(attempts()).as("two for each call").isEqualTo(20);

        Exchange refused = ask("y");
        assertThat(answer(refused)).isEqualTo(FALLBACK);
        assertThat(refused.getProperty(ExchangePropertyKey.CIRCUIT_BREAKER_RESPONSE_SHORT_CIRCUITED, Boolean.class))
                .isTrue();
        assertThat(attempts()).isEqualTo(20);
        assertNoPermitIsOut();
    }

    @Test
    void it_closes_again_when_the_service_answers() throws Exception {
        claude.faults(FaultPlan.seeded(1).with(Fault.SERVER_ERROR, 1));
        start("waitDurationInOpenState: 30", "waitDurationInOpenState: 1", "maxRetries: 1", "maxRetries: 0");
        for (int i = 0; i < 10; i++) {
            assertThat(answer(ask("x" + i))).isEqualTo(FALLBACK);
        }

        claude.faults(FaultPlan.none());

        await().atMost(Duration.ofMinutes(1))
                .pollInSameThread()
                .untilAsserted(() -> assertThat(answer(ask("again"))).isNotEqualTo(FALLBACK));
    }

    @Test
    void our_time_out_comes_first_ends_the_call_and_falls_back() throws Exception {
        claude.faults(FaultPlan.seeded(1).with(Fault.HANG, 1));
        start("callTimeout: 20s", "callTimeout: 300", "timeoutDuration: 25000", "timeoutDuration: 3600000");

        Exchange exchange = ask("x");

        assertThat(answer(exchange)).isEqualTo(FALLBACK);
        assertThat(exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT)).isInstanceOf(ClaudeException.class);
        assertNoPermitIsOut();
    }

    @Test
    void its_own_time_out_falls_back_and_the_call_goes_on() throws Exception {
        claude.faults(FaultPlan.seeded(1).with(Fault.HANG, 1));
        start("callTimeout: 20s", "callTimeout: 10m", "timeoutDuration: 25000", "timeoutDuration: 300");

        assertThat(answer(ask("x"))).isEqualTo(FALLBACK);

        assertThat(component.limiter().picture().permitsOut()).isEqualTo(1);
        context.stop();
        assertThat(claude.accounting().totals().answered()).isZero();
    }
}
