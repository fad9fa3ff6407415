/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.camelclaude.LimitedRouteTestSupport;
import io.github.camelclaude.LimiterMode;
import io.github.camelclaude.ScriptedClaude;
import io.github.camelclaude.rate.Dimension;
import io.github.camelclaude.rate.Limit;
import io.github.camelclaude.rate.Picture.DimensionPicture;
import io.github.camelclaude.rate.Picture.GroupPicture;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import io.github.camelclaude.resilience.ClaudeRateLimitException;
import io.github.camelclaude.resilience.ErrorClass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What the limiter is told of a call, however it ends. */
class SettleTest extends LimitedRouteTestSupport {

    @Test
    void an_answer_costs_what_it_used_and_cache_reads_are_free() throws Exception {
        startWith("claude:messages");

        ask("x");

        assertThat(used(Dimension.REQUESTS)).isEqualTo(1);
        assertThat(used(Dimension.INPUT_TOKENS))
                .as("1000 plus 300 written to the cache")
                .isEqualTo(1_300);
        assertThat(used(Dimension.OUTPUT_TOKENS)).isEqualTo(200);
        assertNothingIsLeft();
    }

    @Test
    void a_refusal_of_the_work_costs_one_request_and_no_tokens() throws Exception {
        claude.replies(529, Map.of(), ScriptedClaude.error("overloaded_error", "m"));
        startWith("claude:messages");

        ask("x");

        assertThat(used(Dimension.REQUESTS)).isEqualTo(1);
        assertThat(used(Dimension.INPUT_TOKENS)).isZero();
        assertNothingIsLeft();
    }

    @Test
    void a_connection_that_breaks_may_have_cost_all_of_it() throws Exception {
        claude.cuts();
        startWith("claude:messages");

        ask("x");

        assertThat(used(Dimension.REQUESTS)).isEqualTo(1);
        assertThat(used(Dimension.INPUT_TOKENS)).isPositive();
        assertNothingIsLeft();
    }

    @Test
    void a_connection_that_never_came_about_costs_nothing() throws Exception {
        startWith("claude:messages");
        claude.close();

        assertThat(ask("x").getException()).isNotNull();

        assertThat(used(Dimension.REQUESTS)).isZero();
        assertThat(used(Dimension.INPUT_TOKENS)).isZero();
        assertNothingIsLeft();
    }

    @Test
    void a_call_whose_time_is_over_gives_its_permit_back_once() throws Exception {
        CountDownLatch answers = claude.waits();
        startWith("claude:messages?callTimeout=100ms");

        assertThat(((ClaudeException) ask("x").getException()).errorClass()).isEqualTo(ErrorClass.TIMEOUT);

        assertNothingIsLeft();
        answers.countDown();
    }

    @Test
    void a_call_that_has_waited_holds_what_others_have_taught_meanwhile() throws Exception {
        component.setSpendPerDay(100.0);
        component.getConfiguration().setMaxTokens(4_000);
        oneAtATime();
        CountDownLatch first = claude.waits();
        startWith("claude:messages");
        throwIn("x");
        await().until(() -> claude.asked().size() == 1);
        CompletableFuture<Exchange> waiting = context.createProducerTemplate()
                .asyncSend("direct:ask", exchange -> exchange.getMessage().setBody("x"));
        await().until(() -> waiting() == 1);
        double guessed = heldOfMoney();

        CountDownLatch second = claude.waits();
        first.countDown();
        await().until(() -> claude.asked().size() == 2);

        assertThat(heldOfMoney())
                .as("a guess of 400 tokens, then one of 200 was seen")
                .isLessThan(0.9 * guessed);
        second.countDown();
        Map<?, ?> explained = context.createProducerTemplate()
                .requestBody("claude:limits?limitsAction=explain", waiting.get().getExchangeId(), Map.class);
        assertThat(((Map<?, ?>) explained.get("estimate")).get("output")).isEqualTo(400L);
        assertThat((long) ((Map<?, ?>) explained.get("estimateWhenSent")).get("output"))
                .isBetween(200L, 350L);
        assertNothingIsLeft();
    }

    /** In millionths of a USD, by calls under way. */
    private double heldOfMoney() {
        DimensionPicture money = dimension(Dimension.SPEND);
        return money.limit().amount() - money.level() - money.used();
    }

    @Test
    void where_answers_tell_no_limits_and_nobody_else_has_said_them_there_is_a_warning() throws Exception {
        component.setRequestsPerMinute(null);
        component.setInputTokensPerMinute(null);
        component.setOutputTokensPerMinute(null);
        component.setLimiter(LimiterMode.shadow);
        startWith("claude:messages");

        List<String> warnings = warningsOf(5);

        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith("The first 3 answers of anthropic/organization/haiku-5-5 told no limits")
                .contains("50 requests", "30,000 input-tokens", "8,000 output-tokens a minute", "limitsFile");
    }

    @Test
    void where_limits_are_configured_there_is_none() throws Exception {
        startWith("claude:messages");
        assertThat(warningsOf(5)).isEmpty();
    }

    @Test
    void where_an_answer_tells_limits_there_is_no_warning_either() throws Exception {
        component.setRequestsPerMinute(null);
        component.setInputTokensPerMinute(null);
        component.setLimiter(LimiterMode.shadow);
        claude.replies(200, headers(1_234, 1_000), ScriptedClaude.message("Hello"));
        startWith("claude:messages");
        assertThat(warningsOf(5)).isEmpty();
    }

    /** Of the limits, while so many calls are made. */
    private List<String> warningsOf(int calls) throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(Draws.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.WARN);
        try {
            for (int i = 0; i < calls; i++) {
                ask("x");
            }
        } finally {
            logger.detachAppender(log);
            logger.setLevel(null);
        }
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void the_headers_of_an_answer_tell_the_limits() throws Exception {
        component.setRequestsPerMinute(null);
        claude.replies(200, headers(1_234, 1_000), ScriptedClaude.message("Hello"));
        startWith("claude:messages");

        ask("x");

        Limit limit = dimension(Dimension.REQUESTS).limit();
        assertThat(limit.amount()).isEqualTo(1_234);
        assertThat(limit.source()).isEqualTo(Limit.Source.HEADERS);
    }

    @Test
    void the_headers_of_a_refusal_tell_the_limits_too() throws Exception {
        component.setRequestsPerMinute(null);
        claude.replies(529, headers(1_234, 1_000), ScriptedClaude.error("overloaded_error", "m"));
        startWith("claude:messages");

        ask("x");

        assertThat(dimension(Dimension.REQUESTS).limit().amount()).isEqualTo(1_234);
    }

    @Test
    void a_workspace_that_a_response_tells_of_has_its_own_limits_from_then_on(@TempDir Path folder) throws Exception {
        Path limits = folder.resolve("limits.json");
        Files.writeString(limits, """
                {"data": [{"type": "workspace_rate_limit", "workspace_id": "wrkspc_1",
                  "group": {"type": "model_group"}, "models": ["claude-haiku-5-5"],
                  "limits": [{"type": "requests_per_minute", "value": 600000}]}]}
                """);
        component.setLimitsFile("file:" + limits);
        claude.replies(200, Map.of("anthropic-workspace-id", "wrkspc_1"), ScriptedClaude.message("Hello"));
        startWith("claude:messages");

        ask("x");
        ask("x");

        assertThat(component.limiter().picture().groups())
                .extracting(group -> group.name().text())
                .containsExactlyInAnyOrder("anthropic/organization/haiku-5-5", "anthropic/wrkspc_1/haiku-5-5");
        assertNothingIsLeft();
    }

    @Test
    void a_429_closes_the_gate_for_all_until_the_service_wants_to_be_asked_again() throws Exception {
        Map<String, String> headers = headers(6_000_000, 0);
        headers.put("retry-after", "30");
        claude.replies(429, headers, ScriptedClaude.error("rate_limit_error", "m"));
        startWith("claude:messages?queueTimeout=1s");

        Exchange first = ask("x");
        Exchange second = ask("x");

        assertThat(first.getException()).isInstanceOf(ClaudeRateLimitException.class);
        assertThat(group().refusals()).isEqualTo(1);
        assertThat(((ClaudeException) second.getException()).errorClass())
                .as("does not even try")
                .isEqualTo(ErrorClass.DEADLINE);
        assertThat(claude.asked()).hasSize(1);
        assertNothingIsLeft();
    }

    @Test
    void a_spend_cap_of_the_service_closes_no_gate() throws Exception {
        claude.replies(429, Map.of(), ScriptedClaude.error("rate_limit_error", "m", "enforced_spend_limit_reached"));
        startWith("claude:messages");

        ask("x");
        ask("x");

        assertThat(claude.asked()).hasSize(2);
        assertThat(group().refusals()).isZero();
        assertNothingIsLeft();
    }

    @Test
    void a_request_that_can_never_pass_fails_as_too_large_with_what_has_been_learned() throws Exception {
        component.setInputTokensPerMinute(100_000L);
        component.setBurst("careful");
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("retry-after", "300");
        claude.replies(
                429,
                headers,
                ScriptedClaude.error(
                        "rate_limit_error",
                        "This request would exceed your organization's rate limit of 100,000 input tokens per minute"));
        startWith("claude:messages");

        Exchange refused = ask("words ".repeat(30_000));

        assertThat(refused.getException())
                .isInstanceOf(ClaudeInvalidRequestException.class)
                .hasMessageContaining("The request is larger than what the limits let pass at once")
                .hasMessageContaining("Claude answered 429");
        assertThat(((ClaudeException) refused.getException()).errorClass()).isEqualTo(ErrorClass.OVERSIZE);
        assertNothingIsLeft();
    }

    @Test
    void settling_waits_for_no_worker() throws Exception {
        component.setWorkerPoolSize(1);
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch working = new CountDownLatch(1);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:busy").to("claude:messages").process(exchange -> {
                    working.countDown();
                    busy.await(1, TimeUnit.MINUTES);
                });
                from("direct:ask").to("claude:messages");
            }
        });
        context.start();
        context.createProducerTemplate().asyncRequestBody("direct:busy", "x");
        assertThat(working.await(1, TimeUnit.MINUTES)).isTrue();

        CompletableFuture<Object> stuck = context.createProducerTemplate().asyncRequestBody("direct:ask", "x");
        await().until(() -> granted() == 2 && permitsOut() == 0);

        await().during(Duration.ofMillis(100)).until(() -> !stuck.isDone());
        busy.countDown();
        assertThat(stuck.get(1, TimeUnit.MINUTES)).isEqualTo("Hello");
    }

    private static Map<String, String> headers(long limit, long remaining) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("anthropic-ratelimit-requests-limit", Long.toString(limit));
        headers.put("anthropic-ratelimit-requests-remaining", Long.toString(remaining));
        headers.put("anthropic-ratelimit-requests-reset", "2099-01-01T00:00:00Z");
        return headers;
    }

    private double used(Dimension dimension) {
        return dimension(dimension).used();
    }

    private DimensionPicture dimension(Dimension dimension) {
        return component.limiter().picture().groups().stream()
                .flatMap(group -> group.dimensions().stream())
                .filter(one -> one.limit().dimension().equals(dimension))
                .findFirst()
                .orElseThrow();
    }

    private GroupPicture group() {
        return component.limiter().picture().groups().get(0);
    }
}
