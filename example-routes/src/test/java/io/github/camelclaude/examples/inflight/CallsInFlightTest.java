/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.inflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelclaude.ClaudeComponent;
import io.github.camelclaude.LimiterMode;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.account.Accounting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The numbers of docs/calls-in-flight.adoc: how many of a hundred calls are under way at the same time, as the service sees
 * it. Where all of them should be, the service does not answer before they are; where there is a bound, it takes a while.
 */
@Timeout(60)
class CallsInFlightTest {

    private static final String CLAUDE = "claude:messages?model=claude-haiku-5-5";
    private static final List<String> HUNDRED =
            IntStream.range(0, 100).mapToObj(i -> "complaint " + i).toList();
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration A_WHILE = Duration.ofMillis(40);

    @TempDir
    private Path temp;

    private ClaudeSimulator claude;
    private DefaultCamelContext context;

    @AfterEach
    void stop() throws Exception {
        claude.close();
        context.close();
    }

    @Test
    void a_sequential_split_has_one() throws Exception {
        start(A_WHILE, new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").split(body()).streaming().to(CLAUDE);
            }
        });
        template().sendBody("direct:in", HUNDRED.subList(0, 20));

        assertPeak(20, 1);
    }

    @Test
    void a_parallel_split_has_all() throws Exception {
        start(NEVER, new RouteBuilder() {
            @Override
            public void configure() {
                endQuietly(this);
                from("direct:in").split(body()).streaming().parallelProcessing().to(CLAUDE);
            }
        });
        template().asyncSendBody("direct:in", HUNDRED);

        awaitAll();
    }

    @Test
    void a_parallel_split_with_a_throttle_in_concurrent_mode_has_as_many_as_the_throttle_says() throws Exception {
        start(A_WHILE, new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").split(body()).streaming().parallelProcessing().to("direct:one");
                from("direct:one").throttle(16).concurrentRequestsMode().to(CLAUDE);
            }
        });
        template().sendBody("direct:in", HUNDRED);

        assertPeak(100, 16);
    }

    @Test
    void seda_has_all_whatever_the_number_of_its_consumers() throws Exception {
        start(NEVER, new RouteBuilder() {
            @Override
            public void configure() {
                endQuietly(this);
                from("direct:in").split(body()).to("seda:work?waitForTaskToComplete=Never");
                from("seda:work?concurrentConsumers=4").to(CLAUDE);
            }
        });
        template().asyncSendBody("direct:in", HUNDRED);

        awaitAll();
    }

    @Test
    void seda_with_a_throttle_has_as_many_as_the_throttle_says_and_no_more_than_its_consumers_can_bring()
            throws Exception {
        start(A_WHILE, new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").split(body()).to("seda:work?waitForTaskToComplete=Never");
                from("seda:work?concurrentConsumers=4")
                        .throttle(16)
                        .concurrentRequestsMode()
                        .to(CLAUDE);
            }
        });
        template().sendBody("direct:in", HUNDRED);
        await().untilAsserted(() ->
                assertThat(claude.accounting().totals().answered()).isEqualTo(100));

        assertPeak(100, 16);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&maxMessagesPerPoll=10&delay=10"})
    void a_file_consumer_has_all_files_however_many_a_poll_takes(String options) throws Exception {
        for (String complaint : HUNDRED) {
            Files.writeString(temp.resolve(complaint + ".txt"), complaint);
        }
        start(NEVER, new RouteBuilder() {
            @Override
            public void configure() {
                endQuietly(this);
                from("file:" + temp + "?noop=true&initialDelay=0" + options).to(CLAUDE);
            }
        });

        awaitAll();
    }

    @Test
    void callers_that_wait_have_one_each() throws Exception {
        start(A_WHILE, new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to(CLAUDE);
            }
        });
        ProducerTemplate template = template();
        Thread[] callers = new Thread[5];
        for (int i = 0; i < callers.length; i++) {
            List<String> share = HUNDRED.subList(i * 20, (i + 1) * 20);
            callers[i] = new Thread(() -> share.forEach(text -> template.requestBody("direct:in", text)));
            callers[i].start();
        }
        for (Thread caller : callers) {
            caller.join();
        }

        assertPeak(100, 5);
    }

    /** For calls that are never answered: they fail when the test is over. */
    private static void endQuietly(RouteBuilder routes) {
        routes.onException(Exception.class).logExhausted(false).handled(true);
    }

    private void start(Duration latency, RouteBuilder routes) throws Exception {
        claude = ClaudeSimulator.builder().tier("scale").latency(latency).start();
        context = new DefaultCamelContext();
        context.getShutdownStrategy().setTimeout(1);
        context.getShutdownStrategy().setSuppressLoggingOnTimeout(true);
        ClaudeComponent component = context.getComponent("claude", ClaudeComponent.class);
        component.setLimiter(LimiterMode.off);
        component.getConfiguration().setApiKey("sk-ant-simulator");
        component.getConfiguration().setBaseUrl(claude.baseUrl());
        context.addRoutes(routes);
        context.start();
    }

    private ProducerTemplate template() {
        return context.createProducerTemplate();
    }

    private void awaitAll() {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(claude.accounting().running()).isEqualTo(100));
        System.out.println("In flight: 100 of 100");
    }

    private void assertPeak(long calls, long peak) {
        Accounting seen = claude.accounting();
        System.out.println("In flight: " + seen.peak() + " of " + seen.totals().answered());
        assertThat(seen.totals().answered()).isEqualTo(calls);
        assertThat(seen.peak()).isBetween(1L, peak);
    }
}
