/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelclaude.RouteTestSupport;
import io.github.camelclaude.ScriptedClaude;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What is sent of prefixes that are more than a text, and what a service answers that can't write one in advance. */
class PrefixAsSentTest extends RouteTestSupport {

    private static final byte[] PDF =
            ("%PDF-1.7\n" + "<</Type /Page /Parent 1 0 R>>\n".repeat(3)).getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 1, 2, 3};
    private static final String EXAMPLE = "An invoice of three lines is answered with three rows. ".repeat(60);
    private static final List<Map<String, String>> TURNS =
            List.of(Map.of("role", "user", "content", EXAMPLE), Map.of("role", "assistant", "content", "Understood."));

    @TempDir
    private Path directory;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void answers() {
        component.getConfiguration().setModel("claude-opus-5-5");
        claude.says("Yes");
        log.start();
        logger().setLevel(Level.WARN);
        logger().setAdditive(false);
        logger().addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        logger().detachAppender(log);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("io.github.camelclaude.messages.SaidOnce");
    }

    private void routes(String declare) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:declare").to(declare);
                from("direct:ask").to("claude:messages?cachePrefix=p");
            }
        });
        context.start();
    }

    private Exchange declare(Object body) {
        return context.createProducerTemplate()
                .request("direct:declare", exchange -> exchange.getMessage().setBody(body));
    }

    private String file(String name, byte[] content) throws Exception {
        return "resource:file:" + Files.write(directory.resolve(name), content);
    }

    /** What was sent last. */
    private JsonNode sent() {
        return claude.asked().get(claude.asked().size() - 1).body();
    }

    private static boolean isMarked(JsonNode block) {
        return block.path("cache_control").path("type").asText().equals("ephemeral");
    }

    @Test
    void a_pdf_and_an_image_come_before_the_question_and_the_last_of_them_is_marked() throws Exception {
        routes("claude:cache-prefix?cachePrefix=p&prefixDocuments=" + file("handbook.pdf", PDF) + ","
                + file("seal.png", PNG));
        assertThat(declare(null).getException()).isNull();

        assertThat(ask("Which page?").getException()).isNull();

        JsonNode blocks = sent().at("/messages/0/content");
        assertThat(blocks).hasSize(3);
        assertThat(blocks.at("/0/type").asText()).isEqualTo("document");
        assertThat(blocks.at("/0/title").asText()).isEqualTo("handbook.pdf");
        assertThat(blocks.at("/0/source/media_type").asText()).isEqualTo("application/pdf");
        assertThat(blocks.at("/0/source/data").asText())
                .isEqualTo(Base64.getEncoder().encodeToString(PDF));
        assertThat(isMarked(blocks.get(0))).isFalse();
        assertThat(blocks.at("/1/type").asText()).isEqualTo("image");
        assertThat(isMarked(blocks.get(1))).isTrue();
        assertThat(blocks.at("/2/text").asText()).isEqualTo("Which page?");
        assertThat(isMarked(blocks.get(2))).isFalse();
    }

    @Test
    void a_pdf_in_the_body_is_a_document_of_the_prefix() throws Exception {
        routes("claude:cache-prefix?cachePrefix=p");
        assertThat(declare(Files.write(directory.resolve("a.pdf"), PDF).toFile())
                        .getException())
                .isNull();

        ask("Which page?");

        assertThat(sent().at("/messages/0/content/0/source/media_type").asText())
                .isEqualTo("application/pdf");
        assertThat(isMarked(sent().at("/messages/0/content/0"))).isTrue();
    }

    @Test
    void a_pdf_as_a_system_prompt_fails_at_start() throws Exception {
        byte[] binary = {'%', 'P', 'D', 'F', '-', (byte) 0xff, 0};
        String system = file("a.pdf", binary);

        assertThatThrownBy(() -> context.getEndpoint("claude:cache-prefix?cachePrefix=p&prefixSystem=" + system))
                .hasStackTraceContaining("PDFs and images are documents of a prefix only");
    }

    private void assertTurnsComeFirst() {
        JsonNode turns = sent().at("/messages");
        assertThat(turns).hasSize(3);
        assertThat(turns.at("/0/content").toString()).contains(EXAMPLE);
        assertThat(turns.at("/1/role").asText()).isEqualTo("assistant");
        assertThat(isMarked(turns.at("/1/content/0"))).as("its end is marked").isTrue();
        assertThat(turns.at("/2/role").asText()).isEqualTo("user");
        assertThat(turns.at("/2/content").toString()).contains("Which?");
    }

    @Test
    void turns_in_the_body_come_before_the_question() throws Exception {
        routes("claude:cache-prefix?cachePrefix=p&bodyFormat=turns");
        assertThat(declare(TURNS).getException()).isNull();

        assertThat(ask("Which?").getException()).isNull();

        assertTurnsComeFirst();
    }

    @Test
    void turns_of_a_bean_come_before_the_question() throws Exception {
        context.getRegistry().bind("turns", TURNS);
        routes("claude:cache-prefix?cachePrefix=p&prefixHistory=#turns");
        assertThat(declare(null).getException()).isNull();

        assertThat(ask("Which?").getException()).isNull();

        assertTurnsComeFirst();
    }

    @Test
    void turns_of_option_and_body_are_one_history() throws Exception {
        context.getRegistry().bind("turns", TURNS);
        routes("claude:cache-prefix?cachePrefix=p&bodyFormat=turns&prefixHistory=#turns");
        assertThat(declare(TURNS).getException()).isNull();

        ask("Which?");

        assertThat(sent().at("/messages")).hasSize(5);
    }

    @Test
    void a_history_that_is_no_list_of_turns_fails_at_start() throws Exception {
        String history = file("turns.json", "{\"role\":\"user\"}".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> context.getEndpoint("claude:cache-prefix?cachePrefix=p&prefixHistory=" + history))
                .hasStackTraceContaining("prefixHistory=" + history)
                .hasStackTraceContaining("must be a JSON array of turns");
    }

    @Test
    void a_body_that_is_no_list_of_turns_fails_and_declares_nothing() throws Exception {
        routes("claude:cache-prefix?cachePrefix=p&bodyFormat=turns");

        Exchange exchange = declare(List.of(Map.of("role", "user")));

        assertThat(exchange.getException())
                .isInstanceOf(ClaudeInvalidRequestException.class)
                .hasMessageContaining("turn 1 of 1");
        assertThat(ask("x").getException()).hasMessageContaining("cachePrefix=p");
    }

    @Test
    void a_service_without_calls_that_have_no_answer_leaves_the_writing_to_the_first_call_and_that_is_said_once()
            throws Exception {
        context.getRegistry().bind("rules", EXAMPLE);
        routes("claude:cache-prefix?cachePrefix=p&prewarm=true&prefixSystem=#rules");
        claude.replies(
                400,
                Map.of(),
                ScriptedClaude.error(
                        "invalid_request_error", "max_tokens: Input should be greater than or equal to 1"));

        assertThat(declare(null).getException()).isNull();
        assertThat(declare(null).getException()).isNull();
        assertThat(sent().path("max_tokens").asInt(-1)).isZero();
        claude.says("Yes");

        assertThat(ask("Which?").getException()).isNull();
        assertThat(isMarked(sent().at("/system/0"))).isTrue();
        assertThat(log.list).hasSize(1);
        assertThat(log.list.get(0).getFormattedMessage())
                .contains("The cache prefix p", "not written in advance", "max_tokens: 0")
                .doesNotContain("invoice");
    }

    @Test
    void any_other_refusal_of_writing_in_advance_is_a_failure() throws Exception {
        context.getRegistry().bind("rules", EXAMPLE);
        routes("claude:cache-prefix?cachePrefix=p&prewarm=true&prefixSystem=#rules");
        claude.replies(400, Map.of(), ScriptedClaude.error("invalid_request_error", "system: too odd"));

        assertThat(declare(null).getException())
                .isInstanceOf(ClaudeInvalidRequestException.class)
                .hasMessageContaining("too odd");
    }
}
