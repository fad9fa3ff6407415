/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ClaudeOverloadedException;
import java.io.FileNotFoundException;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** With maxRetries=0, which is what these tests have, it is Camel that waits. */
class SleepingRedeliveryTest extends RouteTestSupport {

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger().addAppender(log);
        logger().setLevel(Level.WARN);
    }

    @AfterEach
    void stopListening() {
        logger().detachAppender(log);
        logger().setLevel(null);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(SleepingRedelivery.class);
    }

    private List<String> warnings() {
        return log.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private interface Steps {
        void of(Routes routes);
    }

    /** Says what a test wants, with the methods that a route builder has. */
    private static final class Routes extends RouteBuilder {

        private final Steps steps;

        private Routes(Steps steps) {
            this.steps = steps;
        }

        private RouteDefinition ask() {
            return from("direct:ask").routeId("ask");
        }

        @Override
        public void configure() {
            steps.of(this);
        }
    }

    private void start(Steps steps) throws Exception {
        context.addRoutes(new Routes(steps));
        context.start();
    }

    @Test
    void an_error_handler_that_sleeps_is_told_once() throws Exception {
        start(routes -> {
            routes.errorHandler(routes.defaultErrorHandler().maximumRedeliveries(3));
            routes.ask().to("claude:messages").to("claude:messages");
        });
        context.getRouteController().stopRoute("ask");
        context.getRouteController().startRoute("ask");

        assertThat(warnings())
                .singleElement()
                .asString()
                .contains("Route ask", "maxRetries=0", "its error handler", "asyncDelayedRedelivery");
    }

    @Test
    void a_dead_letter_channel_that_sleeps_is_told_even_deep_in_the_route() throws Exception {
        start(routes -> {
            routes.errorHandler(routes.deadLetterChannel("log:dead?level=OFF").maximumRedeliveries(-1));
            routes.ask()
                    .choice()
                    .when(routes.body().isNotNull())
                    .split(routes.body())
                    .to("claude:messages");
        });

        assertThat(warnings()).hasSize(1);
    }

    @Test
    void an_on_exception_that_sleeps_is_told_by_name() throws Exception {
        start(routes -> {
            routes.onException(ClaudeOverloadedException.class).maximumRedeliveries("{{times:2}}");
            routes.ask().to("claude:messages");
        });

        assertThat(warnings()).singleElement().asString().contains("its onException(", "ClaudeOverloadedException");
    }

    @Test
    void an_on_exception_of_the_route_that_retries_while_something_holds_is_told_too() throws Exception {
        start(routes -> routes.ask()
                .onException(Exception.class)
                .retryWhile(routes.simple("${header.CamelRedeliveryCounter} < 3"))
                .end()
                .to("claude:messages"));

        assertThat(warnings()).singleElement().asString().contains("onException(java.lang.Exception)");
    }

    @Test
    void who_waits_without_a_thread_is_told_nothing() throws Exception {
        start(routes -> {
            routes.errorHandler(
                    routes.defaultErrorHandler().maximumRedeliveries(3).asyncDelayedRedelivery());
            routes.onException(ClaudeException.class).maximumRedeliveries(5).asyncDelayedRedelivery();
            routes.ask().to("claude:messages");
        });

        assertThat(warnings()).isEmpty();
    }

    @Test
    void a_route_that_is_told_nothing_starts_again_too() throws Exception {
        start(routes -> {
            routes.errorHandler(
                    routes.defaultErrorHandler().maximumRedeliveries(3).asyncDelayedRedelivery());
            routes.ask().to("claude:messages");
        });
        context.getRouteController().stopRoute("ask");
        context.getRouteController().startRoute("ask");

        assertThat(ask("x").getException()).isNull();
        assertThat(warnings()).isEmpty();
    }

    @Test
    void who_does_not_redeliver_is_told_nothing() throws Exception {
        start(routes -> {
            routes.onException(ClaudeException.class).handled(true).to("log:failed?level=OFF");
            routes.onException(FileNotFoundException.class).maximumRedeliveries(3);
            routes.ask().to("claude:messages");
        });

        assertThat(warnings()).isEmpty();
    }

    @Test
    void retries_of_the_component_and_steps_that_call_nobody_need_no_warning() throws Exception {
        start(routes -> {
            routes.errorHandler(routes.defaultErrorHandler().maximumRedeliveries(3));
            routes.ask().to("claude:messages?maxRetries=2").to("claude:limits");
        });

        assertThat(warnings()).isEmpty();
    }

    @Test
    void what_is_inside_of_a_try_has_no_error_handler_around_it() throws Exception {
        start(routes -> {
            routes.errorHandler(routes.defaultErrorHandler().maximumRedeliveries(3));
            routes.ask()
                    .doTry()
                    .to("claude:messages")
                    .doCatch(ClaudeException.class)
                    .to("log:failed?level=OFF");
        });

        assertThat(warnings()).isEmpty();
    }
}
