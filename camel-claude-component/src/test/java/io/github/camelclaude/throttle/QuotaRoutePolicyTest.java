/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.camelclaude.LimitedRouteTestSupport;
import io.github.camelclaude.ScriptedClaude;
import java.util.Map;
import org.apache.camel.Route;
import org.apache.camel.Suspendable;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.service.ServiceHelper;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Consumers pause while too much waits, and go on when it has become less. */
class QuotaRoutePolicyTest extends LimitedRouteTestSupport {

    private final ClaudeQuotaRoutePolicy policy = new ClaudeQuotaRoutePolicy();
    private final ClaudeQuotaLeft quotaLeft = new ClaudeQuotaLeft();

    @Test
    void a_backlog_over_the_bound_pauses_the_consumer_until_it_is_below_the_lower_one() throws Exception {
        start();
        component.setRequestsPerMinute(600L);
        component.setBurst("careful");
        context.start();
        Route route = context.getRoute("fed");

        for (int i = 0; i < 30; i++) {
            throwIn("x");
        }
        await().until(() -> isSuspended(route));
        assertThat(quotaLeft.test(null)).isFalse();
        context.createProducerTemplate().sendBody("seda:feed", "later");

        await().until(() -> !isSuspended(route));
        await().until(() -> claude.asked().size() == 31);
        await().until(() -> quotaLeft.test(null));
        assertNothingIsLeft();
    }

    @Test
    void a_closed_gate_counts_as_backlog() throws Exception {
        claude.replies(429, Map.of("retry-after", "30"), ScriptedClaude.error("rate_limit_error", "m"));
        start();
        context.start();
        assertThat(quotaLeft.test(null)).isTrue();

        ask("x");

        assertThat(quotaLeft.test(null)).isFalse();
        await().until(() -> isSuspended(context.getRoute("fed")));
    }

    @Test
    void a_route_that_somebody_stopped_stays_stopped() throws Exception {
        start();
        context.start();
        context.getRouteController().stopRoute("fed");

        context.getRouteController().startRoute("fed");

        await().until(() -> !isSuspended(context.getRoute("fed")));
    }

    @Test
    void bounds_the_wrong_way_round_fail_at_start() throws Exception {
        policy.setPauseAbove(1);
        policy.setResumeBelow(2);

        assertThatThrownBy(() -> {
                    startFed();
                    context.start();
                })
                .hasStackTraceContaining("pauseAbove=1.0 must be more than resumeBelow=2.0");
    }

    @Test
    void who_pauses_a_consumer_of_kafka_that_commits_by_itself_is_told_what_is_read_again() throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger().addAppender(log);
        logger().setLevel(Level.WARN);
        try {
            fromKafka("by-itself", "kafka:in?autoCommitIntervalMs=2000");
            fromKafka("by-the-route", "kafka:in?autoCommitEnable=false&allowManualCommit=true");
        } finally {
            logger().detachAppender(log);
            logger().setLevel(null);
        }

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .singleElement()
                .asString()
                .startsWith("Route by-itself pauses a Kafka consumer that commits by itself")
                .contains("records of up to PT2S", "autoCommitEnable=false", "ClaudeQuotaListener");
    }

    @Test
    void a_component_that_is_none_of_claude_fails_at_start() {
        policy.setComponent("claud");

        assertThatThrownBy(() -> {
                    startFed();
                    context.start();
                })
                .hasStackTraceContaining("component=claud names no component of Claude: it must be what its URIs begin"
                        + " with, such as claude");
    }

    @Test
    void a_policy_that_never_looks_fails_at_start() {
        policy.setCheckInterval(0);

        assertThatThrownBy(() -> {
                    startFed();
                    context.start();
                })
                .hasStackTraceContaining("checkInterval=0 must be at least 1 (milliseconds)");
    }

    @Test
    void without_a_context_the_check_says_what_is_missing() {
        assertThatThrownBy(() -> quotaLeft.test(null))
                .hasMessage("ClaudeQuotaLeft knows no CamelContext: call setCamelContext, or bind it as a bean");
    }

    @Test
    void without_a_component_that_runs_there_is_quota() {
        quotaLeft.setCamelContext(context);
        quotaLeft.setComponent("nobody");

        assertThat(quotaLeft.test("anything")).isTrue();
    }

    private void start() throws Exception {
        policy.setPauseAbove(1);
        policy.setResumeBelow(0.5);
        policy.setCheckInterval(20);
        policy.setGroup("haiku-5-5");
        quotaLeft.setCamelContext(context);
        quotaLeft.setPauseAbove(1);
        quotaLeft.setResumeBelow(0.5);
        startFed();
    }

    private void startFed() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask").to("claude:messages");
                from("seda:feed").routeId("fed").routePolicy(policy).to("claude:messages");
            }
        });
    }

    private void fromKafka(String id, String uri) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId(id).autoStartup(false).routePolicy(policy).to("claude:messages");
            }
        });
        context.start();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(ClaudeQuotaRoutePolicy.class);
    }

    private static boolean isSuspended(Route route) {
        return route.getConsumer() instanceof Suspendable
                && (ServiceHelper.isSuspended(route.getConsumer()) || ServiceHelper.isStopped(route.getConsumer()));
    }
}
