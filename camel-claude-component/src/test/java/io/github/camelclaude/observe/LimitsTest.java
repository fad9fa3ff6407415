/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.LimitedRouteTestSupport;
import io.github.camelclaude.LimiterMode;
import io.github.camelclaude.ScriptedClaude;
import io.github.camelclaude.resilience.ClaudeRefusedException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.junit.jupiter.api.Test;

/** What claude:limits tells. */
class LimitsTest extends LimitedRouteTestSupport {

    private static final String EXPLAIN = "claude:limits?limitsAction=explain";

    @Test
    void the_picture_tells_of_each_group_and_dimension_and_is_json() throws Exception {
        startWith("claude:messages");
        ask("x");

        JsonNode picture = picture();

        assertThat(picture.path("limiter").asText()).isEqualTo("hold");
        assertThat(picture.path("permitsOut").asInt(-1)).isZero();
        assertThat(picture.path("waiting").asInt(-1)).isZero();
        assertThat(picture.at("/counts/granted-at-once").asInt()).isEqualTo(1);
        JsonNode group = picture.at("/groups/0");
        assertThat(group.path("name").asText()).isEqualTo("anthropic/organization/haiku-5-5");
        assertThat(group.path("gate").asText()).isEqualTo("open");
        assertThat(group.path("backlogSeconds").asDouble(-1)).isZero();
        assertThat(group.path("dimensions"))
                .extracting(dimension -> dimension.path("name").asText())
                .contains("requests", "input-tokens", "output-tokens", "concurrency");
        assertThat(group.at("/dimensions/0/limit").asLong()).isEqualTo(6_000_000);
        assertThat(group.at("/dimensions/0/source").asText()).isEqualTo("configured");
    }

    @Test
    void it_needs_no_model_and_no_key() throws Exception {
        component.getConfiguration().setApiKey(null);
        component.getConfiguration().setModel(null);
        startWith("claude:limits");

        assertThat(ask(null).getMessage().getBody()).isInstanceOf(Map.class);
    }

    @Test
    void an_answered_call_is_explained_by_its_permit_or_its_exchange() throws Exception {
        startWith("claude:messages");
        Exchange exchange = ask("a secret question");

        Map<?, ?> byPermit = explained(exchange.getMessage().getHeader(ClaudeConstants.PERMIT));
        Map<?, ?> byExchange = explained(exchange.getExchangeId());

        assertThat(byPermit).isEqualTo(byExchange);
        assertThat(byPermit.get("end")).isEqualTo("answered");
        assertThat(byPermit.get("attempts")).isEqualTo(1);
        assertThat(byPermit.get("waitedMillis")).isEqualTo(0L);
        assertThat((Map<?, ?>) byPermit.get("actual")).isNotEmpty();
        assertThat((Map<?, ?>) byPermit.get("estimate")).isNotEmpty();
        assertThat(byPermit.toString()).doesNotContain("secret").doesNotContain(KEY);
    }

    @Test
    void when_money_runs_short_somebody_is_told_once() throws Exception {
        Queue<SpendEvent> events = new ConcurrentLinkedQueue<>();
        context.getManagementStrategy().addEventNotifier(new SimpleEventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof SpendEvent ours) {
                    events.add(ours);
                }
            }
        });
        // A call costs 256 micro-USD.
        component.setSpendPerDay(0.0006);
        startWith("claude:messages");

        ask("x");
        assertThat(events).isEmpty();
        ask("x");
        assertThat(ask("x").getException()).as("the hard stop").isInstanceOf(ClaudeRefusedException.class);

        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.group()).isEqualTo("claude/spend/day");
            assertThat(event.spent()).isEqualByComparingTo("0.000512");
            assertThat(event.cap()).isEqualByComparingTo("0.0006");
        });
        assertThat(picture().at("/counts/nearly-spent").asInt()).isEqualTo(1);
        assertThat(picture().at("/counts/refused-spend").asInt()).isEqualTo(1);
    }

    @Test
    void a_call_is_found_by_what_the_service_calls_its_request() throws Exception {
        claude.says("Hello");
        startWith("claude:messages");
        Exchange answered = ask("x");
        assertThat(explained(answered.getMessage().getHeader(ClaudeConstants.REQUEST_ID)))
                .isEqualTo(explained(answered.getExchangeId()));

        claude.replies(500, Map.of("request-id", "req_that_failed"), ScriptedClaude.error("api_error", "m"));
        Exchange failed = ask("x");

        assertThat(failed.getException()).hasMessageContaining("req_that_failed");
        Map<?, ?> record = explained("req_that_failed");
        assertThat(record.get("exchanges")).isEqualTo(List.of(failed.getExchangeId()));
        assertThat(record.get("requestId")).isEqualTo("req_that_failed");
        assertThat(record.get("end")).isEqualTo("failed: server");
    }

    @Test
    @SuppressWarnings("unchecked")
    void the_attempts_before_the_last_are_explained_beside_it_and_those_of_another_call_are_not() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask")
                        .to("claude:messages")
                        .process(exchange -> claude.replies(500, Map.of(), ScriptedClaude.error("api_error", "m")))
                        .to("claude:messages?maxRetries=2");
            }
        });
        context.start();

        Map<?, ?> record = explained(ask("x").getExchangeId());

        assertThat(record.get("attempts")).isEqualTo(3);
        assertThat(record.get("then")).asString().startsWith("given up: ");
        List<Map<String, Object>> earlier = (List<Map<String, Object>>) record.get("earlierAttempts");
        assertThat(earlier).extracting(one -> one.get("attempts")).containsExactly(1, 2);
        assertThat(earlier).extracting(one -> one.get("end")).containsOnly("failed: server");
        assertThat(earlier)
                .extracting(one -> one.get("then").toString())
                .allMatch(then -> then.matches("again after \\d+ ms"));
        assertThat(earlier).extracting(one -> one.get("permit")).doesNotContain(record.get("permit"));
    }

    @Test
    void in_a_route_it_explains_the_exchange_itself() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask").to("claude:messages").to(EXPLAIN);
            }
        });
        context.start();

        assertThat(ask("x").getMessage().getBody(Map.class).get("end")).isEqualTo("answered");
    }

    @Test
    void a_call_that_waits_is_explained_by_what_it_waits_for() throws Exception {
        oneAtATime();
        CountDownLatch answers = claude.waits();
        startWith("claude:messages");
        throwIn("first");
        await().until(() -> claude.asked().size() == 1);
        var second = context.createProducerTemplate()
                .asyncSend("direct:ask", exchange -> exchange.getMessage().setBody("second"));
        await().until(() -> waiting() == 1);

        answers.countDown();
        Map<?, ?> record = explained(second.get().getExchangeId());

        assertThat(record.get("binding")).isEqualTo("concurrency");
        assertThat(record.get("place")).isEqualTo(0);
        assertThat(record.get("end")).isEqualTo("answered");
        assertThat((Long) record.get("waitedMillis")).isPositive();
    }

    @Test
    void a_refusal_by_the_service_is_explained() throws Exception {
        claude.replies(429, Map.of("retry-after", "1"), ScriptedClaude.error("rate_limit_error", "m"));
        startWith("claude:messages");

        assertThat(explained(ask("x").getExchangeId()).get("end")).isEqualTo("refused by the service: bucket");
        assertThat(picture().at("/counts/refused-by-service").asInt()).isEqualTo(1);
        assertThat(picture().at("/groups/0/gate").asText()).isEqualTo("closed");
    }

    @Test
    void a_redelivery_after_a_refusal_by_the_service_stands_at_the_head_and_no_other_does() throws Exception {
        claude.replies(429, Map.of("retry-after", "1"), ScriptedClaude.error("rate_limit_error", "m"));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class)
                        .maximumRedeliveries(1)
                        .redeliveryDelay(0)
                        .onRedelivery(exchange -> claude.says("at last"));
                from("direct:ask").to("claude:messages");
                from("direct:overloaded")
                        .process(exchange ->
                                claude.replies(529, Map.of(), ScriptedClaude.error("overloaded_error", "m")))
                        .to("claude:messages");
            }
        });
        context.start();

        Exchange refused = ask("x");
        Exchange overloaded = context.createProducerTemplate()
                .request("direct:overloaded", exchange -> exchange.getMessage().setBody("x"));

        assertThat(explained(refused.getExchangeId()).get("again")).isEqualTo(true);
        assertThat(explained(refused.getExchangeId()).get("end")).isEqualTo("answered");
        assertThat(explained(overloaded.getExchangeId()).get("again")).isNull();
        assertThat(explained(overloaded.getExchangeId()).get("end")).isEqualTo("answered");
    }

    @Test
    void a_refusal_here_is_explained() throws Exception {
        component.setInputTokensPerMinute(1_000L);
        startWith("claude:messages");

        Map<?, ?> record = explained(ask("words ".repeat(10_000)).getExchangeId());

        assertThat(record.get("end")).isEqualTo("refused here: oversize");
        assertThat(record.get("binding")).isEqualTo("input-tokens");
        assertThat(record.get("attempts")).isEqualTo(0);
    }

    @Test
    void a_ticket_that_nobody_claims_is_explained() throws Exception {
        startWith("claude:throttle");

        Exchange exchange = ask("x");

        assertThat(explained(exchange.getMessage().getHeader(ClaudeConstants.PERMIT))
                        .get("end"))
                .isEqualTo("released");
    }

    @Test
    void what_nobody_knows_is_null() throws Exception {
        startWith(EXPLAIN);

        assertThat(ask("nothing").getMessage().getBody()).isNull();
    }

    @Test
    void the_last_thousand_are_kept() throws Exception {
        startWith("claude:throttle");
        Object first = ask("x").getMessage().getHeader(ClaudeConstants.PERMIT);
        Object second = ask("x").getMessage().getHeader(ClaudeConstants.PERMIT);

        for (int i = 0; i < Decisions.MOST - 1; i++) {
            ask("x");
        }

        assertThat(explained(first)).isNull();
        assertThat(explained(second)).isNotNull();
    }

    @Test
    void in_shadow_mode_nothing_waits_and_what_would_have_been_is_told() throws Exception {
        component.setLimiter(LimiterMode.shadow);
        component.setRequestsPerMinute(1L);
        component.setInputTokensPerMinute(1_000L);
        startWith("claude:messages");

        ask("x");
        Exchange second = ask("x");
        Exchange large = ask("words ".repeat(10_000));

        assertThat(claude.asked()).hasSize(3);
        assertThat(second.getMessage().getHeader(ClaudeConstants.WAIT_MILLIS)).isEqualTo(0L);
        Map<?, ?> record = explained(second.getExchangeId());
        assertThat(record.get("shadow")).isEqualTo(true);
        assertThat((Long) record.get("wouldHaveWaitedMillis")).isPositive();
        assertThat(explained(large.getExchangeId()).get("wouldHaveBeenRefused")).isEqualTo(true);
        JsonNode picture = picture();
        assertThat(picture.path("limiter").asText()).isEqualTo("shadow");
        assertThat(picture.at("/counts/would-have-passed").asInt()).isEqualTo(1);
        assertThat(picture.at("/counts/would-have-waited").asInt()).isEqualTo(1);
        assertThat(picture.at("/counts/would-have-been-refused").asInt()).isEqualTo(1);
        assertNothingIsLeft();
    }

    private JsonNode picture() {
        Object body = context.createProducerTemplate().requestBody("claude:limits", (Object) null);
        return JsonMapper.builder().build().valueToTree(body);
    }

    private Map<?, ?> explained(Object id) {
        return context.createProducerTemplate().requestBody(EXPLAIN, id, Map.class);
    }
}
