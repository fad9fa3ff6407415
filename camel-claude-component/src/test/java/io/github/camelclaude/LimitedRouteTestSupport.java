/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.junit.jupiter.api.BeforeEach;

/** A context whose component has a limiter, with limits that nothing here reaches unless a test lowers them. */
public abstract class LimitedRouteTestSupport extends RouteTestSupport {

    @Override
    protected LimiterMode limiter() {
        return LimiterMode.hold;
    }

    @BeforeEach
    void setLimits() {
        component.setRequestsPerMinute(6_000_000L);
        component.setInputTokensPerMinute(6_000_000_000L);
        component.setOutputTokensPerMinute(6_000_000_000L);
        component.setBurst("10s");
    }

    /** From now on one call at a time. */
    protected void oneAtATime() {
        component.setMaxConcurrency(1);
    }

    protected int permitsOut() {
        return component.limiter().picture().permitsOut();
    }

    protected int waiting() {
        return component.limiter().picture().waiting();
    }

    /** How many permits have been granted so far. */
    @SuppressWarnings("unchecked")
    protected long granted() {
        Map<String, Long> counts = (Map<String, Long>) component.limitsPicture().get("counts");
        return counts.getOrDefault("granted-at-once", 0L) + counts.getOrDefault("granted-after-waiting", 0L);
    }

    /** Every permit has ended, and nobody waits for one. */
    protected void assertNothingIsLeft() {
        await().untilAsserted(() -> {
            assertThat(permitsOut()).as("permits out").isZero();
            assertThat(waiting()).as("waiting").isZero();
        });
    }

    /** Sends a message and does not wait. */
    protected void throwIn(Object body) {
        context.createProducerTemplate().asyncSend("direct:ask", exchange -> {
            exchange.setPattern(ExchangePattern.InOnly);
            exchange.getMessage().setBody(body);
        });
    }

    protected static String textOf(Exchange exchange) {
        return exchange.getMessage().getBody(String.class);
    }
}
