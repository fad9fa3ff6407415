/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.datatype;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.RouteTestSupport;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.DataType;
import org.apache.camel.spi.TransformerKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataTypesTest extends RouteTestSupport {

    @Test
    void a_parsed_answer_becomes_json_text() throws Exception {
        transformTo("claude:json");

        Exchange exchange = ask(Map.of("parts", List.of(1, true, "ü")));

        assertThat(exchange.getMessage().getBody()).isEqualTo("{\"parts\":[1,true,\"ü\"]}");
        assertThat(exchange.getMessage().getHeader(Exchange.CONTENT_TYPE)).isEqualTo("application/json");
        assertThat(ask(List.of()).getMessage().getBody()).isEqualTo("[]");
        assertThat(ask(1.5).getMessage().getBody()).isEqualTo("1.5");
        assertThat(ask(null).getMessage().getBody()).isEqualTo("null");
    }

    @Test
    void json_text_stays() throws Exception {
        transformTo("claude:json");

        assertThat(ask(" {\"a\": 1} ").getMessage().getBody()).isEqualTo(" {\"a\": 1} ");
        assertThat(ask("[1]".getBytes(StandardCharsets.UTF_8)).getMessage().getBody())
                .isEqualTo("[1]");
        assertThat(ask(new ByteArrayInputStream("[1]".getBytes(StandardCharsets.UTF_8)))
                        .getMessage()
                        .getBody())
                .isEqualTo("[1]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "The answer", "{} {}", "{\"cut\":"})
    void text_that_is_not_json_fails_without_being_quoted(String text) throws Exception {
        transformTo("claude:json");

        assertThat(ask(text).getException())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("claude:json")
                .hasNoCause();
    }

    @Test
    void what_is_structured_becomes_a_prompt() throws Exception {
        claude.says("fine");
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask")
                        .process(exchange -> transform(exchange, "claude:text"))
                        .to("claude:messages?responseFormat=message")
                        .process(exchange -> transform(exchange, "claude:text"));
            }
        });
        context.start();

        Exchange exchange = ask(Map.of("amount", 12));

        assertThat(claude.asked().get(0).body().at("/messages/0/content").asText())
                .isEqualTo("{\"amount\":12}");
        assertThat(exchange.getMessage().getBody()).isEqualTo("fine");
    }

    @Test
    void what_can_be_a_prompt_already_stays() throws Exception {
        transformTo("claude:text");
        byte[] bytes = {1};

        assertThat(ask("x").getMessage().getBody()).isEqualTo("x");
        assertThat(ask(bytes).getMessage().getBody()).isSameAs(bytes);
        assertThat(ask(null).getMessage().getBody()).isNull();
    }

    private void transformTo(String type) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask").process(exchange -> transform(exchange, type));
            }
        });
        context.start();
    }

    /** As {@code transformDataType} does, which older versions of Camel call otherwise. */
    private void transform(Exchange exchange, String type) throws Exception {
        context.getTransformerRegistry()
                .resolveTransformer(new TransformerKey(type))
                .transform(exchange.getMessage(), DataType.ANY, new DataType(type));
    }
}
