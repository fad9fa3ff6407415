/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.RouteTestSupport;
import io.github.camelclaude.prefix.CachePrefix;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

class ToolUseTest extends RouteTestSupport {

    private static final String TOOLS =
            "[{\"name\":\"weather\",\"description\":\"d\",\"input_schema\":{\"type\":\"object\"}}]";
    private static final String ASKING = """
            {"id":"msg_1","type":"message","role":"assistant","model":"claude-haiku-5-5","content":[
             {"type":"text","text":"Let me look.","citations":null},
             {"type":"tool_use","id":"toolu_1","name":"weather","input":{"city":"Oslo","days":2}},
             {"type":"tool_use","id":"toolu_2","name":"weather","input":{"city":"Rome"}}],
             "stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}}""";

    @Test
    void tool_calls_are_handed_to_the_route_and_their_results_taken_back() throws Exception {
        claude.replies(200, Map.of(), ASKING);
        context.getRegistry().bind("tools", TOOLS);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask")
                        .to("claude:messages?tools=#tools&system=s")
                        .loopDoWhile(header(ClaudeConstants.STOP_REASON).isEqualTo("tool_use"))
                        .process(ToolUseTest.this::useTools)
                        .to("claude:messages?tools=#tools&system=s")
                        .end();
            }
        });
        context.start();

        Exchange exchange = ask("How is the weather?");

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody()).isEqualTo("Cold there, warm here.");
        JsonNode messages = claude.asked().get(1).body().get("messages");
        assertThat(messages).hasSize(3);
        assertThat(messages.at("/0/content").asText()).isEqualTo("How is the weather?");
        assertThat(messages.at("/1/role").asText()).isEqualTo("assistant");
        assertThat(messages.at("/1/content/0/text").asText()).isEqualTo("Let me look.");
        assertThat(messages.at("/1/content/1/input/city").asText()).isEqualTo("Oslo");
        assertThat(messages.at("/2/content/0/type").asText()).isEqualTo("tool_result");
        assertThat(messages.at("/2/content/0/tool_use_id").asText()).isEqualTo("toolu_1");
        assertThat(messages.at("/2/content/0/content").asText()).isEqualTo("-3");
        assertThat(messages.at("/2/content/1/is_error").asBoolean()).isTrue();
        assertThat(claude.asked().get(1).body().at("/tools/0/name").asText()).isEqualTo("weather");
        assertThat(exchange.getProperty(ClaudeConstants.CONVERSATION)).isNull();
    }

    @Test
    void a_prefix_comes_in_front_once_when_a_call_goes_on_with_results() throws Exception {
        claude.replies(200, Map.of(), ASKING);
        context.getRegistry().bind("tools", TOOLS);
        context.getRegistry()
                .bind(
                        "prefix",
                        CachePrefix.named("p").system("Rules").document("Facts").build());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask")
                        .to("claude:messages?model=claude-next&tools=#tools&cachePrefix=p")
                        .process(ToolUseTest.this::useTools)
                        .to("claude:messages?model=claude-next&tools=#tools&cachePrefix=p");
            }
        });
        context.start();

        assertThat(ask("How is the weather?").getException()).isNull();

        JsonNode request = claude.asked().get(1).body();
        assertThat(request.get("tools")).hasSize(1);
        assertThat(request.get("system")).hasSize(1);
        assertThat(request.get("messages")).hasSize(3);
        assertThat(request.at("/messages/0/content").findValuesAsText("text"))
                .containsExactly("Facts", "How is the weather?");
        assertThat(request.findValues("cache_control")).hasSizeBetween(1, 4);
    }

    private void useTools(Exchange exchange) {
        List<?> calls = exchange.getMessage().getBody(List.class);
        assertThat(calls)
                .isEqualTo(List.of(
                        new ToolCall("toolu_1", "weather", Map.of("city", "Oslo", "days", 2)),
                        new ToolCall("toolu_2", "weather", Map.of("city", "Rome"))));
        claude.says("Cold there, warm here.");
        exchange.getMessage()
                .setBody(List.of(
                        ((ToolCall) calls.get(0)).result("-3"), ((ToolCall) calls.get(1)).failure("no such city")));
    }

    @Test
    void each_call_needs_exactly_one_result() throws Exception {
        claude.replies(200, Map.of(), ASKING);
        context.getRegistry().bind("tools", TOOLS);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask")
                        .to("claude:messages?tools=#tools")
                        .setBody(constant(new ToolResult("toolu_1", "-3", false)))
                        .to("claude:messages?tools=#tools");
            }
        });
        context.start();

        assertThat(ask("x").getException())
                .isInstanceOf(ClaudeInvalidRequestException.class)
                .hasMessageContaining("[toolu_1]")
                .hasMessageContaining("[toolu_1, toolu_2]");
        assertThat(claude.asked()).hasSize(1);
    }

    @Test
    void a_result_that_nobody_asked_for_is_refused() throws Exception {
        startWith("claude:messages");

        assertThat(ask(new ToolResult("toolu_9", "x", false)).getException())
                .isInstanceOf(ClaudeInvalidRequestException.class)
                .hasMessageContaining("no call of this exchange has asked");
    }
}
