/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import io.github.camelclaude.BackendOptions;
import io.github.camelclaude.ClaudeConfiguration;
import io.github.camelclaude.LimitedRouteTestSupport;
import io.github.camelclaude.resilience.ErrorClass;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.fault.FaultPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What goes wrong between us and the service, on real connections and by the wall clock: every call ends once, answered or with
 * the class of its failure, no permit stays out, and no more is sent than is configured.
 */
class ChaosOnTheWireTest extends LimitedRouteTestSupport {

    private final List<AutoCloseable> opened = new ArrayList<>();
    private ClaudeConfiguration options;

    @AfterEach
    void close() throws Exception {
        context.stop();
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    private ClaudeSimulator simulator(String... keys) {
        var builder = ClaudeSimulator.builder().port(0).tier("scale").latency(Duration.ofMillis(5));
        for (String key : keys) {
            builder.key(key, "wrkspc_test");
        }
        ClaudeSimulator simulator = builder.start();
        opened.add(simulator);
        return simulator;
    }

    /** The calls of the route {@code direct:ask -> claude:messages}, to this address. */
    private Crowd against(String baseUrl, int retries) {
        options = component.getConfiguration();
        options.setBaseUrl(baseUrl);
        options.setMaxRetries(retries);
        options.setMaxOverloadedRetries(retries);
        component.setBreakerWait(100);
        return new Crowd(context, component);
    }

    private Crowd started(Crowd crowd, String uri) throws Exception {
        startWith(uri);
        return crowd;
    }

    private static int mostAttempts(ClaudeSimulator simulator) {
        return simulator.accounting().attemptsByContent().values().stream()
                .mapToInt(content -> content.attempts().size())
                .max()
                .orElse(0);
    }

    private static long arrived(ClaudeSimulator simulator) {
        return simulator.accounting().totals().arrived();
    }

    @Test
    void a_name_that_is_not_known_is_the_network() throws Exception {
        Crowd crowd = against("http://nobody.invalid", 2);
        component.setBreaker(false);
        started(crowd, "claude:messages");

        crowd.ask(30);

        crowd.assertEnded(0, ErrorClass.NETWORK);
    }

    @Test
    void while_nobody_listens_calls_wait_for_the_breaker_and_end_in_their_time() throws Exception {
        Crowd crowd = against("http://127.0.0.1:1", 1_000);
        options.setCallTimeout(2_000);
        started(crowd, "claude:messages");

        crowd.ask(30);

        crowd.assertEnded(0, ErrorClass.NETWORK, ErrorClass.TIMEOUT, ErrorClass.DEADLINE);
        assertThat(component.limitsPicture())
                .extractingByKey("breakers")
                .asString()
                .as("open, or just asking")
                .doesNotContain("closed");
    }

    @Test
    void plain_text_where_tls_is_expected_is_the_network_and_nothing_is_understood_there() throws Exception {
        ClaudeSimulator plain = simulator();
        Crowd crowd = against(plain.baseUrl().replace("http:", "https:"), 1);
        component.setBreaker(false);
        started(crowd, "claude:messages");

        crowd.ask(30);

        crowd.assertEnded(0, ErrorClass.NETWORK);
        assertThat(plain.accounting().contents()).isZero();
    }

    @Test
    void a_wrong_key_is_never_tried_again_and_opens_no_breaker() throws Exception {
        ClaudeSimulator claude = simulator("sk-right");
        Crowd crowd = started(against(claude.baseUrl(), 5), "claude:messages");

        crowd.ask(50);

        crowd.assertEnded(0, ErrorClass.AUTH);
        assertThat(arrived(claude)).isEqualTo(50);
        assertThat(component.limitsPicture()).extractingByKey("breakers").hasToString("{anthropic=closed}");
    }

    /** With the old key nothing succeeds any more once there is a new one, so what was under way needs it too. */
    @Test
    void a_key_that_is_rotated_is_used_at_once_by_retries_too_and_no_call_is_lost() throws Exception {
        AtomicReference<String> key = new AtomicReference<>("sk-old");
        try (KeyedServer server = new KeyedServer(key::get)) {
            Crowd crowd = against(server.baseUrl(), 5);
            options.setApiKey(null);
            options.setApiKeySupplier(key::get);
            started(crowd, "claude:messages");
            crowd.ask(20);
            CountDownLatch gate = server.holds();
            crowd.send(40);
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(server.keys()).hasSize(60));

            key.set("sk-new");
            crowd.send(40);
            gate.countDown();
            crowd.await();

            crowd.assertEnded(100);
            assertThat(Collections.frequency(server.keys(), "sk-old"))
                    .as("requests with the old key")
                    .isEqualTo(60);
            assertThat(Collections.frequency(server.keys(), "sk-new"))
                    .as("those that had been under way, and those that came after")
                    .isEqualTo(80);
        }
    }

    @Test
    void money_that_is_spent_in_the_middle_costs_each_call_one_request() throws Exception {
        ClaudeSimulator claude = simulator();
        claude.injectNext(Collections.nCopies(60, Fault.SPEND_CAP).toArray(Fault[]::new));
        Crowd crowd = started(against(claude.baseUrl(), 5), "claude:messages");

        crowd.ask(200);

        crowd.assertEnded(140, ErrorClass.SPEND_CAP);
        assertThat(arrived(claude)).isEqualTo(200);
        assertThat(mostAttempts(claude)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_server_that_dribbles_is_given_up_after_the_time_of_an_attempt(boolean headersToo) throws Exception {
        try (SlowLoris loris = new SlowLoris(headersToo)) {
            Crowd crowd = against(loris.baseUrl(), 2);
            options.setAttemptTimeout(300);
            started(crowd, "claude:messages");

            crowd.ask(5);

            crowd.assertEnded(0, ErrorClass.TIMEOUT);
            assertThat(loris.requests()).as("at most three for each call").isBetween(1, 15);
        }
    }

    @Test
    void who_is_dribbled_at_is_answered_elsewhere() throws Exception {
        ClaudeSimulator claude = simulator();
        try (SlowLoris loris = new SlowLoris(false)) {
            component.setBackends(Map.of("loris", api(loris.baseUrl()), "other", api(claude.baseUrl())));
            component.setRouting(Routing.failover);
            Crowd crowd = against("http://127.0.0.1:1", 3);
            options.setAttemptTimeout(3_000);
            started(crowd, "claude:messages?allowedBackends=loris,other");

            crowd.ask(20);

            crowd.assertEnded(20);
            assertThat(crowd.answeredBy()).containsOnlyKeys("other");
            assertThat(loris.requests()).as("at most four for each call").isBetween(1, 80);
        }
    }

    @Test
    void connections_that_are_cut_cost_no_call() throws Exception {
        ClaudeSimulator claude = simulator();
        claude.faults(FaultPlan.seeded(7)
                .with(Fault.CUT_BEFORE_BODY, 0.15)
                .with(Fault.CUT_INSIDE_BODY, 0.1)
                .with(Fault.LOST_ANSWER, 0.1));
        Crowd crowd = started(against(claude.baseUrl(), 10), "claude:messages");

        crowd.ask(200);

        crowd.assertEnded(200);
        assertThat(mostAttempts(claude)).isBetween(2, 11);
        claude.assertNoEarlyCalls();
    }

    @Test
    void connections_that_are_cut_are_the_last_attempt_where_there_is_to_be_at_most_one() throws Exception {
        ClaudeSimulator claude = simulator();
        claude.injectNext(Collections.nCopies(50, Fault.LOST_ANSWER).toArray(Fault[]::new));
        Crowd crowd = against(claude.baseUrl(), 10);
        options.setAtMostOnce(true);
        component.setBreaker(false);
        started(crowd, "claude:messages");

        crowd.ask(200);

        crowd.assertEnded(150, ErrorClass.NETWORK);
        assertThat(mostAttempts(claude)).isEqualTo(1);
    }

    @Test
    void a_region_that_is_lost_costs_no_call_and_none_leaves_the_union() throws Exception {
        ClaudeSimulator frankfurt = simulator();
        ClaudeSimulator ireland = simulator();
        ClaudeSimulator gcp = simulator();
        ClaudeSimulator api = simulator();
        Map<String, BackendOptions> backends = new HashMap<>();
        backends.put("frankfurt", bedrock("eu-central-1", frankfurt));
        backends.put("ireland", bedrock("eu-west-1", ireland));
        backends.put("gcp", vertex(gcp));
        backends.put("api", api(api.baseUrl()));
        component.setBackends(backends);
        component.setInputTokensPerMinute(null);
        component.setOutputTokensPerMinute(null);
        Crowd crowd = started(against("http://127.0.0.1:1", 5), "claude:messages?allowedRegions=eu");
        crowd.send(300);
        await().atMost(Duration.ofMinutes(1)).until(() -> arrived(ireland) > 0);

        ireland.close();
        crowd.send(300);
        crowd.await();

        crowd.assertEnded(600);
        assertThat(arrived(api)).as("requests that left the union").isZero();
        assertThat(arrived(frankfurt)).isPositive();
        assertThat(arrived(gcp)).isPositive();
        assertThat(arrived(frankfurt) + arrived(ireland) + arrived(gcp)).isLessThanOrEqualTo(600 * 6);
    }

    private static BackendOptions api(String baseUrl) {
        BackendOptions backend = new BackendOptions();
        backend.setBaseUrl(baseUrl);
        return backend;
    }

    private static BackendOptions bedrock(String region, ClaudeSimulator at) {
        BackendOptions backend = new BackendOptions();
        backend.setType("bedrock");
        backend.setRegion(region);
        backend.setProfile("eu");
        backend.setApiKey("bedrock-key");
        backend.setBaseUrl(at.bedrockUrl(region));
        return backend;
    }

    private static BackendOptions vertex(ClaudeSimulator at) {
        BackendOptions backend = new BackendOptions();
        backend.setType("vertex");
        backend.setRegion("europe-west1");
        backend.setProject("project-1");
        backend.setBaseUrl(at.vertexUrl());
        backend.setCredentials(GoogleCredentials.create(
                new AccessToken("token", Date.from(Instant.now().plus(Duration.ofHours(1))))));
        return backend;
    }
}
