/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelclaude.BackendOptions;
import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.LimitedRouteTestSupport;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ErrorClass;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.cloud.CloudQuotas;
import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.fault.FaultPlan;
import io.github.camelclaude.simulator.limit.Dimension;
import io.github.camelclaude.simulator.limit.Limits;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two Bedrock regions and the Claude API, each on a simulator of its own. */
class RoutingTest extends LimitedRouteTestSupport {

    private final ClaudeSimulator ireland = simulator();
    private final ClaudeSimulator frankfurt = simulator();
    private final ClaudeSimulator api = simulator();
    private final Map<String, BackendOptions> backends = new LinkedHashMap<>();

    private static ClaudeSimulator simulator() {
        return ClaudeSimulator.builder()
                .port(0)
                .tier("scale")
                .latency(Duration.ofMillis(5))
                .start();
    }

    @BeforeEach
    void name() {
        backends.put("frankfurt", bedrock("eu-central-1", frankfurt));
        backends.put("ireland", bedrock("eu-west-1", ireland));
        BackendOptions direct = new BackendOptions();
        direct.setBaseUrl(api.baseUrl());
        backends.put("api", direct);
        component.setBackends(backends);
        component.getConfiguration().setMaxRetries(5);
        component.setInputTokensPerMinute(null);
        component.setOutputTokensPerMinute(null);
        component.setBreakerWait(200);
    }

    private static BackendOptions bedrock(String region, ClaudeSimulator at) {
        BackendOptions options = new BackendOptions();
        options.setType("bedrock");
        options.setRegion(region);
        options.setProfile("eu");
        options.setApiKey("bedrock-key");
        options.setBaseUrl(at.bedrockUrl(region));
        return options;
    }

    @AfterEach
    void stop() {
        context.stop();
        List.of(ireland, frankfurt, api).forEach(ClaudeSimulator::close);
    }

    private static String backendOf(Exchange exchange) {
        return exchange.getMessage().getHeader(ClaudeConstants.BACKEND, String.class);
    }

    @Test
    void failover_takes_the_first_that_serves_in_the_order_of_the_option() throws Exception {
        component.setRouting(Routing.failover);
        startWith("claude:messages?allowedBackends=ireland,api");

        assertThat(backendOf(ask("x"))).isEqualTo("ireland");
        ireland.injectNext(Fault.OVERLOADED);
        Exchange exchange = ask("y");

        assertThat(backendOf(exchange)).isEqualTo("api");
        assertThat(exchange.getMessage().getHeader(ClaudeConstants.ATTEMPTS)).isEqualTo(2);
        assertNothingIsLeft();
    }

    @Test
    void the_header_narrows_what_the_endpoint_allows_and_never_widens_it() throws Exception {
        startWith("claude:messages?allowedBackends=ireland,frankfurt");

        assertThat(backendOf(ask("x", Map.of(ClaudeConstants.ALLOWED_BACKENDS, "frankfurt"))))
                .isEqualTo("frankfurt");
        Exchange refused = ask("x", Map.of(ClaudeConstants.ALLOWED_BACKENDS, "api"));
        assertThat(((ClaudeException) refused.getException()).errorClass()).isEqualTo(ErrorClass.INVALID);
        assertThat(refused.getException()).hasMessageContaining("api").hasMessageContaining("ireland,frankfurt");
    }

    @Test
    void residency_holds_even_when_it_means_failing() throws Exception {
        component.getConfiguration().setMaxRetries(1);
        component.getConfiguration().setMaxOverloadedRetries(1);
        ireland.faults(FaultPlan.seeded(1).with(Fault.SERVER_ERROR, 1));
        frankfurt.faults(FaultPlan.seeded(1).with(Fault.SERVER_ERROR, 1));
        startWith("claude:messages?allowedRegions=eu");

        for (int i = 0; i < 5; i++) {
            assertThat(ask("x" + i).getException()).isInstanceOf(ClaudeException.class);
        }
        assertThat(api.accounting().contents()).as("what left the union").isZero();
    }

    @Test
    void nobody_who_may_take_a_call_is_said_with_the_reason_of_each() throws Exception {
        startWith("claude:messages?allowedRegions=jp");

        assertThat(ask("x").getException())
                .hasMessageContaining("frankfurt: data is processed in eu, and allowedRegions is jp")
                .hasMessageContaining("api: data is processed in global")
                .hasMessageContaining("Nothing was sent");
    }

    @Test
    void what_a_backend_cannot_do_goes_elsewhere_or_is_refused_with_a_sentence() throws Exception {
        startWith("claude:messages?speed=fast&model=claude-opus-5");
        assertThat(backendOf(ask("x"))).isEqualTo("api");

        Exchange refused = ask("x", Map.of(ClaudeConstants.ALLOWED_BACKENDS, "ireland"));
        assertThat(refused.getException()).hasMessageContaining("Bedrock has no fast mode (speed)");
    }

    @Test
    void one_that_dies_is_left_and_found_again_and_no_call_is_lost() throws Exception {
        component.getConfiguration().setMaxOverloadedRetries(100);
        startWith("claude:messages?allowedRegions=eu");
        ireland.faults(FaultPlan.seeded(1).with(Fault.OVERLOADED, 1));

        List<CompletableFuture<Exchange>> calls = IntStream.range(0, 100)
                .mapToObj(i -> context.createProducerTemplate()
                        .asyncSend(
                                "direct:ask", exchange -> exchange.getMessage().setBody("call " + i)))
                .toList();
        assertThat(calls).allSatisfy(call -> {
            assertThat(call.orTimeout(60, TimeUnit.SECONDS).join().getException())
                    .isNull();
            assertThat(backendOf(call.orTimeout(60, TimeUnit.SECONDS).join())).isEqualTo("frankfurt");
        });

        ireland.faults(FaultPlan.none());
        await().pollInSameThread()
                .untilAsserted(() -> assertThat(backendOf(ask("is it back " + System.nanoTime())))
                        .isEqualTo("ireland"));
        assertNothingIsLeft();
    }

    @Test
    void quota_takes_the_one_with_room() throws Exception {
        backends.remove("api");
        backends.get("ireland").setRequestsPerMinute(1L);
        startWith("claude:messages");

        for (int i = 0; i < 10; i++) {
            assertThat(ask("x" + i).getException()).isNull();
        }
        assertThat(frankfurt.accounting().contents()).isGreaterThanOrEqualTo(9);
    }

    @Test
    void a_backend_that_tells_no_limits_is_asked_for_no_more_at_once_than_it_takes() throws Exception {
        try (ClaudeSimulator narrow = ClaudeSimulator.builder()
                .port(0)
                .latency(Duration.ofMillis(20))
                .clouds(new CloudQuotas(Limits.NONE.with(Dimension.CONCURRENCY, 6), Limits.UNLIMITED, 1, Limits.NONE))
                .start()) {
            backends.clear();
            backends.put("narrow", bedrock("eu-west-1", narrow));
            component.setRequestsPerMinute(null);
            startWith("claude:messages");

            List<CompletableFuture<Exchange>> calls = IntStream.range(0, 200)
                    .mapToObj(i -> context.createProducerTemplate()
                            .asyncSend(
                                    "direct:ask",
                                    exchange -> exchange.getMessage().setBody("call " + i)))
                    .toList();

            assertThat(calls)
                    .allSatisfy(call -> assertThat(
                                    call.orTimeout(60, TimeUnit.SECONDS).join().getException())
                            .isNull());
            long refused = narrow.accounting().attemptsByContent().values().stream()
                    .mapToLong(content -> content.attempts().size() - 1)
                    .sum();
            assertThat(refused).as("refusals for 200 calls").isLessThan(200);
            assertNothingIsLeft();
        }
    }

    @Test
    void names_that_are_not_known_and_options_without_effect_fail_at_start() {
        assertThatThrownBy(() -> startWith("claude:messages?allowedBackends=paris"))
                .hasStackTraceContaining("[paris] are not known; there are [api, frankfurt, ireland]");
    }

    @Test
    void a_key_of_the_endpoint_and_backends_exclude_each_other() {
        assertThatThrownBy(() -> startWith("claude:messages?baseUrl=http://localhost"))
                .hasStackTraceContaining("The option baseUrl of claude:messages and the component's backends exclude");
    }

    @Test
    void a_backend_that_lacks_its_region_fails_at_start() {
        backends.get("ireland").setRegion(null);

        assertThatThrownBy(() -> startWith("claude:messages"))
                .hasStackTraceContaining("backends[ireland].type=bedrock needs a region and has none");
    }

    @Test
    void marks_that_no_allowed_backend_sets_by_itself_fail_at_start() {
        assertThatThrownBy(() -> startWith("claude:messages?cacheMarks=automatic&allowedBackends=ireland,frankfurt"))
                .hasStackTraceContaining("cacheMarks=automatic of claude:messages")
                .hasStackTraceContaining("frankfurt (bedrock-runtime)")
                .hasStackTraceContaining("Use cacheMarks=planned");
    }

    @Test
    void a_conversation_goes_to_the_backend_that_marks_it_by_itself() throws Exception {
        startWith("claude:messages?cacheMarks=automatic&cacheConversation=true");

        assertThat(backendOf(ask("x"))).isEqualTo("api");
    }

    @Test
    void an_unknown_type_fails_at_start_with_those_there_are() {
        backends.get("ireland").setType("azure");

        assertThatThrownBy(() -> startWith("claude:messages"))
                .hasStackTraceContaining("backends[ireland].type=azure must be one of anthropic, bedrock, vertex");
    }
}
