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
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
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
