/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.models.messages.MessageCreateParams;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.RouteTestSupport;
import io.github.camelclaude.backend.LargestRequest;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyFormatTest extends RouteTestSupport {

    private static final byte[] PDF = "%PDF-1.7 rest".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 1, 2};

    @ParameterizedTest
    @CsvSource({
        "JVBERi0xLjc=, document, application/pdf",
        "iVBORw0KGgo=, image, image/png",
        "/9j/4AAQ, image, image/jpeg",
        "R0lGODlh, image, image/gif",
        "UklGRgAAAABXRUJQ, image, image/webp"
    })
    void a_pdf_or_an_image_is_known_by_its_content_and_sent_as_such(String base64, String type, String mediaType)
            throws Exception {
        startWith("claude:messages");

        assertThat(ask(Base64.getDecoder().decode(base64)).getException()).isNull();

        JsonNode block = asked().at("/messages/0/content/0");
        assertThat(block.get("type").asText()).isEqualTo(type);
        assertThat(block.at("/source/media_type").asText()).isEqualTo(mediaType);
        assertThat(block.at("/source/data").asText()).isEqualTo(base64);
    }

    @Test
    void files_and_streams_may_be_documents_too(@TempDir Path temp) throws Exception {
        startWith("claude:messages");

        ask(Files.write(temp.resolve("scan.pdf"), PDF).toFile());
        ask(new ByteArrayInputStream(PNG));

        assertThat(claude.asked())
                .extracting(
                        asked -> asked.body().at("/messages/0/content/0/type").asText())
                .containsExactly("document", "image");
    }

    @Test
    void what_a_content_type_claims_has_to_be_true() throws Exception {
        startWith("claude:messages");

        Exchange exchange =
                ask("just text".getBytes(StandardCharsets.UTF_8), Map.of("Content-Type", "application/pdf"));

        assertThat(exchange.getException())
                .isInstanceOf(ClaudeInvalidRequestException.class)
                .hasMessageContaining("said to be application/pdf");
        assertThat(ask(PNG, Map.of("Content-Type", "image/jpeg")).getException())
                .hasMessageContaining("is image/png");
        assertThat(ask(PDF, Map.of("Content-Type", "application/octet-stream")).getException())
                .isNull();
        assertThat(claude.asked()).hasSize(1);
    }

    @Test
    void a_string_stays_text_even_if_it_begins_like_a_document() throws Exception {
        startWith("claude:messages");

        ask("%PDF-1.7 is how a PDF begins");

        assertThat(asked().at("/messages/0/content").asText()).startsWith("%PDF");
    }

    @Test
    void bytes_in_another_charset_need_to_say_so() throws Exception {
        startWith("claude:messages");
        byte[] latin = "naïve".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(ask(latin).getException()).hasMessageContaining("nor text in UTF-8");
        send(exchange -> {
            exchange.setProperty(Exchange.CHARSET_NAME, "ISO-8859-1");
            exchange.getMessage().setBody(latin);
        });

        assertThat(asked().at("/messages/0/content").asText()).isEqualTo("naïve");
    }

    @Test
    void a_body_longer_than_the_api_takes_is_refused_without_being_read_to_its_end() throws Exception {
        context.setStreamCaching(false);
        startWith("claude:messages");
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                java.util.Arrays.fill(target, offset, offset + length, (byte) 'x');
                return length;
            }
        };

        Exchange exchange = ask(endless);

        assertThat(exchange.getException()).hasMessageContaining("33,554,432");
        assertThat(exchange.getProperty(ClaudeConstants.ERROR_CLASS)).isEqualTo("oversize");
        assertThat(claude.asked()).isEmpty();
    }

    @Test
    void a_request_longer_than_the_api_takes_is_refused_before_it_is_sent() throws Exception {
        startWith("claude:messages");

        Exchange exchange = ask("\"".repeat(LargestRequest.BYTES * 2 / 3));

        assertThat(exchange.getException())
                .isInstanceOf(ClaudeInvalidRequestException.class)
                .hasMessageContaining("Nothing was sent");
        assertThat(exchange.getProperty(ClaudeConstants.ERROR_CLASS)).isEqualTo("oversize");
        assertThat(claude.asked()).isEmpty();
    }

    @Test
    void turns_are_a_list_of_maps_or_a_json_array() throws Exception {
        startWith("claude:messages?bodyFormat=turns");

        ask(List.of(
                Map.of("role", "user", "content", "one"),
                Map.of("role", "assistant", "content", "two"),
                Map.of("role", "user", "content", List.of(Map.of("type", "text", "text", "three")))));
        ask("[{\"role\":\"user\",\"content\":\"json\"}]");

        assertThat(claude.asked().get(0).body().at("/messages/2/content/0/text").asText())
                .isEqualTo("three");
        assertThat(claude.asked().get(1).body().at("/messages/0/content").asText())
                .isEqualTo("json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"hello", "{}", "[]", "[1]", "[{\"role\":\"user\"}]", "[{\"role\":\"user\",\"role\":\"x\"}]"})
    void what_is_no_list_of_turns_is_refused(String body) throws Exception {
        startWith("claude:messages?bodyFormat=turns");

        assertThat(ask(body).getException())
                .isInstanceOf(ClaudeInvalidRequestException.class)
                .hasMessageContaining("bodyFormat=turns");
        assertThat(claude.asked()).isEmpty();
    }

    @Test
    void a_request_passes_through_with_fields_that_nobody_here_knows() throws Exception {
        startWith("claude:messages?bodyFormat=request");
        String request = """
                {"model":"claude-opus-5-5","max_tokens":5,"system":[{"type":"text","text":"s",
                 "cache_control":{"type":"ephemeral","ttl":"1h","novelty":1}}],
                 "messages":[{"role":"user","content":[{"type":"hologram","depth":2.50,"parts":[null,true]}],"mood":"x"}],
                 "metadata":{"user_id":"u"},"brand_new":{"deep":[{"a":12345678901234567890}]}}""";

        assertThat(ask(request).getException()).isNull();

        assertThat(asked()).isEqualTo(JsonMapper.builder().build().readTree(request));
    }

    @Test
    void what_a_request_leaves_open_the_endpoint_fills_in_and_a_header_beats_both() throws Exception {
        claude.says("{}");
        startWith("claude:messages?bodyFormat=request&maxTokens=9&system=mine"
                + "&outputSchema=resource:classpath:schema.json");

        ask(
                Map.of(
                        "max_tokens", 8,
                        "output_config", Map.of("effort", "low"),
                        "messages", List.of(Map.of("role", "user", "content", "x"))),
                Map.of(ClaudeConstants.MODEL, "claude-opus-5-5"));

        assertThat(asked().get("model").asText()).isEqualTo("claude-opus-5-5");
        assertThat(asked().get("max_tokens").asInt()).isEqualTo(8);
        assertThat(asked().get("system").asText()).isEqualTo("mine");
        assertThat(asked().at("/output_config/effort").asText()).isEqualTo("low");
        assertThat(asked().at("/output_config/format/schema/title").asText()).isEqualTo("file");
    }

    @Test
    void a_hostile_request_can_raise_neither_model_nor_tokens_nor_tools() throws Exception {
        startWith("claude:messages?bodyFormat=request&allowRequestFields=messages,system");
        String messages = "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]";

        for (String extra : List.of(
                "\"model\":\"claude-fable-5-2\"",
                "\"max_tokens\":100000",
                "\"tools\":[{\"name\":\"sh\"}]",
                "\"mcp_servers\":[{\"url\":\"http://evil\"}]",
                "\"Model\":\"claude-fable-5-2\"",
                "\"messages \":[]",
                "\"thinking\":{\"type\":\"adaptive\"}",
                "\"stream\":true")) {
            assertThat(ask("{" + messages + "," + extra + "}").getException())
                    .as(extra)
                    .isInstanceOf(ClaudeInvalidRequestException.class)
                    .hasMessageContaining("Nothing was sent");
        }
        assertThat(ask("{" + messages + ",\"system\":\"a\",\"system\":\"b\"}").getException())
                .as("a name twice says one thing to a check and another to a parser")
                .isInstanceOf(ClaudeInvalidRequestException.class);
        assertThat(claude.asked()).isEmpty();

        ask("{" + messages + ",\"system\":\"fine\",\"stream\":false}");

        assertThat(asked().get("model").asText()).isEqualTo("claude-haiku-5-5");
        assertThat(asked().get("max_tokens").asInt()).isEqualTo(4096);
        assertThat(asked().get("system").asText()).isEqualTo("fine");
        assertThat(asked().has("stream")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "[]", "null", "{} {}", "{\"messages\":"})
    void what_is_no_request_is_refused_without_being_quoted(String body) throws Exception {
        startWith("claude:messages?bodyFormat=request");

        assertThat(ask(body).getException())
                .isInstanceOf(ClaudeInvalidRequestException.class)
                .hasMessageContaining("bodyFormat=request")
                .hasMessageNotContaining("hello");
        assertThat(claude.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"max_tokens\":\"many\",\"messages\":[]}", "{\"messages\":7}", "{\"model\":{},\"messages\":[]}"
            })
    void a_request_of_the_wrong_shape_ends_with_one_typed_failure(String body) throws Exception {
        claude.replies(400, Map.of(), io.github.camelclaude.ScriptedClaude.error("invalid_request_error", "no"));
        startWith("claude:messages?bodyFormat=request");

        assertThat(ask(body).getException()).isInstanceOf(ClaudeInvalidRequestException.class);
    }

    @Test
    void the_sdks_own_request_is_always_a_request() throws Exception {
        startWith("claude:messages?maxTokens=3");

        ask(MessageCreateParams.builder()
                .model("claude-opus-5-5")
                .maxTokens(4)
                .addUserMessage("typed")
                .putAdditionalBodyProperty("brand_new", com.anthropic.core.JsonValue.from(1))
                .build());

        assertThat(asked().get("model").asText()).isEqualTo("claude-opus-5-5");
        assertThat(asked().get("max_tokens").asInt()).isEqualTo(4);
        assertThat(asked().at("/messages/0/content").asText()).isEqualTo("typed");
        assertThat(asked().get("brand_new").asInt()).isEqualTo(1);
    }

    private JsonNode asked() throws IOException {
        return claude.asked().get(claude.asked().size() - 1).body();
    }
}
