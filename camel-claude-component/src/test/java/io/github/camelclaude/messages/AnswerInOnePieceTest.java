/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelclaude.RouteTestSupport;
import io.github.camelclaude.prefix.CachePrefix;
import io.github.camelclaude.resilience.ClaudeServerException;
import java.util.Iterator;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

/** Something on the way, as some gateways are, answers in one piece where a stream was asked for. */
class AnswerInOnePieceTest extends RouteTestSupport {

    private Exchange ask(String uri) throws Exception {
        context.getRegistry()
                .bind(
                        "p",
                        CachePrefix.named("p").system("Rules. ".repeat(2_000)).build());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask").to(uri);
            }
        });
        context.start();
        claude.says("Hello.");
        return context.createProducerTemplate()
                .request("direct:ask", exchange -> exchange.getMessage().setBody("Say hello"));
    }

    @Test
    void who_only_waits_for_the_whole_gets_it_although_others_would_have_liked_to_see_it_begin() throws Exception {
        Exchange exchange = ask("claude:messages?cachePrefix=p");

        assertThat(claude.asked().get(0).body().path("stream").asBoolean())
                .as("the first one writes the prefix, so it is asked for as a stream")
                .isTrue();
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody(String.class)).isEqualTo("Hello.");
    }

    @Test
    void who_wants_a_stream_is_told_what_came() throws Exception {
        Iterator<?> texts = (Iterator<?>) ask("claude:messages?stream=true&streamFormat=text")
                .getMessage()
                .getBody();

        assertThatThrownBy(texts::hasNext)
                .isInstanceOf(ClaudeServerException.class)
                .hasMessageStartingWith("The answer came in one piece although it was asked for as a stream");
    }
}
