/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelclaude.simulator.catalog.Catalog;
import io.github.camelclaude.simulator.error.ApiException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a request is said the way the service says it. */
class WordingTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MessageRules RULES = new MessageRules(Catalog.load());
    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
    private static final String OLD = "\"model\":\"claude-haiku-4-5\",\"max_tokens\":2000,";
    private static final String NEW = "\"model\":\"claude-opus-5-5\",\"max_tokens\":2000,";

    private static String complaint(String body, ApiVersion version) {
        try {
            var json = JSON.readTree(body);
            ApiException thrown = catchThrowableOfType(ApiException.class, () -> RULES.create(json, version, false));
            return thrown == null ? "" : thrown.error().message();
        } catch (IOException e) {
            throw new UncheckedIOException(body, e);
        }
    }

    private static String complaint(String body) {
        return complaint(body, ApiVersion.V2023_06_01);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|model: Field required",
                "[]|Input should be an object",
                "{\"model\":\"claude-opus-5\"}|messages: Field required",
                "{\"model\":\"claude-opus-5\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}|max_tokens: Field required",
                "{\"model\":7}|model: Input should be a valid string",
                "{\"model\":\"claude-opus-5\",\"messages\":{}}|messages: Input should be a valid array",
                "{\"model\":\"claude-opus-5\",\"messages\":[],\"max_tokens\":1}|messages: at least one message is required",
                "{\"model\":\"claude-opus-5\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"max_tokens\":\"many\"}|max_tokens: Input should be a valid integer",
                "{\"model\":\"claude-opus-5\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"max_tokens\":-1}|max_tokens: Input should be greater than or equal to 0",
                "{\"model\":\"claude-opus-5\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"max_tokens\":1,\"colour\":\"red\"}|colour: Extra inputs are not permitted",
                "{\"model\":\"claude-opus-5\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"max_tokens\":1,\"container\":5}|container: Input should be a valid string or an object",
                "{\"model\":\"claude-opus-5\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"max_tokens\":1,\"diagnostics\":5}|diagnostics: Input should be an object",
                "{\"model\":\"claude-opus-5\",\"messages\":[{\"role\":\"bot\",\"content\":\"Hi\"}],\"max_tokens\":1}|messages.0.role: Input should be 'user', 'assistant' or 'system'",
                "{\"model\":\"claude-opus-5\",\"messages\":[{\"role\":\"user\"}],\"max_tokens\":1}|messages.0.content: Field required",
                "{\"model\":\"claude-opus-5\",\"messages\":[{\"role\":\"user\",\"content\":\"\"}],\"max_tokens\":1}|messages.0: user messages must have non-empty content",
                "{\"model\":\"claude-opus-5\",\"messages\":[{\"role\":\"user\",\"content\":\"  \"}],\"max_tokens\":1}|messages: text content blocks must contain non-whitespace text",
                "{\"model\":\"claude-opus-5\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"\"}]}],\"max_tokens\":1}|messages: text content blocks must be non-empty",
                "{\"model\":\"claude-opus-5\",\"messages\":[{\"role\":\"assistant\",\"content\":\"Hi\"}],\"max_tokens\":1}|messages.0: first message must use the \"user\" role",
            })
    void whatIsMissingOrOfTheWrongTypeIsNamed(String body, String message) {
        assertThat(complaint(body)).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"text\"}|messages.0.content.0.text.text: Field required",
                "{\"type\":\"text\",\"text\":\"a\",\"colour\":1}|messages.0.content.0.text.colour: Extra inputs are not permitted",
                "{\"type\":\"search_result\"}|messages.0.content.0.search_result.source: Field required",
                "{\"type\":\"image\"}|messages.0.content.0.image.source: Field required",
                "{\"type\":\"tool_result\"}|messages.0.content.0.tool_result.tool_use_id: Field required",
            })
    void blocksAreNamedWithTheirKind(String block, String message) {
        assertThat(complaint("{" + OLD + "\"messages\":[{\"role\":\"user\",\"content\":[" + block + "]}]}"))
                .isEqualTo(message);
    }

    @Test
    void aThinkingBlockNeedsItsSignature() {
        assertThat(complaint("{" + OLD
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":"
                        + "[{\"type\":\"thinking\",\"thinking\":\"hm\"}]},{\"role\":\"user\",\"content\":\"go on\"}]}"))
                .isEqualTo("messages.1.content.0.thinking.signature: Field required");
    }

    @Test
    void tooManyTokensAreCountedAgainstTheModel() {
        assertThat(complaint("{\"model\":\"claude-haiku-4-5\",\"max_tokens\":64001," + MESSAGES + "}"))
                .isEqualTo("max_tokens: 64001 > 64000, which is the maximum allowed number of output tokens for"
                        + " claude-haiku-4-5-20251001");
    }

    @Test
    void aFifthCacheMarkIsCounted() {
        assertThat(complaint("{" + OLD + marked(4, "") + "}")).isEmpty();
        assertThat(complaint("{" + OLD + marked(5, "") + "}"))
                .isEqualTo("A maximum of 4 blocks with cache_control may be provided. Found 5.");
        assertThat(complaint("{" + OLD + "\"cache_control\":{\"type\":\"ephemeral\"}," + marked(3, "tail") + "}"))
                .isEmpty();
        assertThat(complaint("{" + OLD + "\"cache_control\":{\"type\":\"ephemeral\"}," + marked(4, "tail") + "}"))
                .endsWith("Found 5.");
        assertThat(complaint("{" + OLD + "\"cache_control\":{\"type\":\"ephemeral\"}," + marked(4, "") + "}"))
                .as("a mark of the same life is already on the last block")
                .isEmpty();
        assertThat(complaint(
                        "{" + OLD + "\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}," + marked(4, "") + "}"))
                .contains("another ttl");
    }

    private static String marked(int marks, String tail) {
        String blocks = IntStream.range(0, marks)
                .mapToObj(i ->
                        "{\"type\":\"text\",\"text\":\"block " + i + "\",\"cache_control\":{\"type\":\"ephemeral\"}}")
                .collect(Collectors.joining(","));
        String last = tail.isEmpty() ? "" : ",{\"type\":\"text\",\"text\":\"" + tail + "\"}";
        return "\"messages\":[{\"role\":\"user\",\"content\":[" + blocks + last + "]}]";
    }

    @Test
    void hourMarksComeFirst() {
        String body =
                "{" + OLD + "\"system\":[{\"type\":\"text\",\"text\":\"a\",\"cache_control\":{\"type\":\"ephemeral\"}},"
                        + "{\"type\":\"text\",\"text\":\"b\",\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}}],"
                        + MESSAGES + "}";
        assertThat(complaint(body)).contains("ttl='1h' cache_control block must not come after a ttl='5m'");
    }

    @Test
    void aToolCannotBeForcedWhereTheModelHasNone() {
        String tools =
                "\"tools\":[{\"name\":\"t\",\"input_schema\":{\"type\":\"object\"}}],\"tool_choice\":{\"type\":\"any\"},";
        assertThat(complaint("{" + OLD + tools + MESSAGES + "}")).isEmpty();
        assertThat(complaint("{" + NEW + tools + MESSAGES + "}"))
                .startsWith("tool_choice.type: 'any' is not supported");
    }

    @Test
    void toolsAreNamedOnceAndProperly() {
        String twice =
                "\"tools\":[{\"name\":\"t\",\"input_schema\":{\"type\":\"object\"}},{\"name\":\"t\",\"input_schema\":{\"type\":\"object\"}}],";
        assertThat(complaint("{" + OLD + twice + MESSAGES + "}")).isEqualTo("tools: Tool names must be unique.");
        assertThat(complaint("{" + OLD + "\"tools\":[{\"name\":\"a b\",\"input_schema\":{\"type\":\"object\"}}],"
                        + MESSAGES + "}"))
                .isEqualTo("tools.0.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'");
        assertThat(complaint("{" + OLD + "\"tools\":[{\"name\":\"t\"}]," + MESSAGES + "}"))
                .isEqualTo("tools.0.custom.input_schema: Field required");
    }

    @Test
    void resultsOfToolsFollowTheirUse() {
        String use =
                "{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"t\",\"input\":{}}]}";
        assertThat(complaint("{" + OLD + "\"messages\":[" + use + ",{\"role\":\"user\",\"content\":\"and?\"}]}"))
                .contains("`tool_use` ids were found without `tool_result` blocks immediately after: toolu_1");
        assertThat(
                        complaint(
                                "{" + OLD + "\"messages\":[" + use
                                        + ",{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"toolu_2\"}]}]}"))
                .startsWith("messages.2.content.0: unexpected `tool_use_id` found in `tool_result` blocks: toolu_2");
        assertThat(
                        complaint(
                                "{" + OLD + "\"messages\":[" + use
                                        + ",{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"toolu_1\",\"content\":\"ok\"}]}]}"))
                .isEmpty();
    }

    @Test
    void whatAModelDoesNotHaveIsRefused() {
        String prefill =
                "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":\"He\"}]";
        assertThat(complaint("{" + NEW + prefill + "}"))
                .startsWith("This model does not support assistant message prefill");
        assertThat(complaint("{" + OLD + prefill + "}")).isEmpty();
        assertThat(complaint("{" + OLD + prefill.replace("He\"", "He \"") + "}"))
                .contains("cannot end with trailing whitespace");
        assertThat(complaint(
                        "{" + NEW + "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}," + MESSAGES + "}"))
                .startsWith("\"thinking.type.enabled\" is not supported for this model");
        assertThat(complaint("{" + OLD + "\"thinking\":{\"type\":\"adaptive\"}," + MESSAGES + "}"))
                .isEqualTo("adaptive thinking is not supported on this model");
        assertThat(complaint("{" + NEW + "\"thinking\":{\"type\":\"disabled\"}," + MESSAGES + "}"))
                .startsWith("\"thinking.type.disabled\"");
        assertThat(complaint(
                        "{" + OLD + "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000}," + MESSAGES + "}"))
                .isEqualTo("`max_tokens` must be greater than `thinking.budget_tokens`.");
        assertThat(complaint("{" + OLD + "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":100}," + MESSAGES + "}"))
                .isEqualTo("thinking.enabled.budget_tokens: Input should be greater than or equal to 1024");
        assertThat(complaint("{" + OLD + "\"inference_geo\":\"us\"," + MESSAGES + "}"))
                .startsWith("inference_geo: ");
        assertThat(complaint("{" + OLD + "\"speed\":\"fast\"," + MESSAGES + "}"))
                .startsWith("speed: fast mode");
        assertThat(complaint("{" + NEW + "\"temperature\":0.5," + MESSAGES + "}"))
                .startsWith("temperature: non-default");
        assertThat(complaint("{" + OLD + "\"temperature\":1.5," + MESSAGES + "}"))
                .isEqualTo("temperature: Input should be less than or equal to 1");
    }

    @Test
    void theTwoVersionsDifferWhereTheyShould() {
        String document =
                "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":[{\"type\":\"document\","
                        + "\"source\":{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":\"d\"}}]},{\"role\":\"user\",\"content\":\"go on\"}]";
        String citations =
                "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\",\"citations\":[{\"type\":\"char_location\"}]}]}]";
        for (String body :
                new String[] {document, citations, "\"top_k\":5," + MESSAGES, "\"temperature\":1," + MESSAGES}) {
            assertThat(complaint("{" + OLD + body + "}", ApiVersion.V2023_06_01))
                    .isEmpty();
            assertThat(complaint("{" + OLD + body + "}", ApiVersion.V2026_10_21))
                    .isNotEmpty();
        }
    }

    @Test
    void warmingUpAsksForNothingElse() {
        String zero = "\"model\":\"claude-haiku-4-5\",\"max_tokens\":0,";
        assertThat(complaint("{" + zero + MESSAGES + "}")).isEmpty();
        assertThat(complaint("{" + zero + "\"stream\":true," + MESSAGES + "}")).startsWith("max_tokens: 0");
        assertThat(complaint("{" + zero + "\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":{}}},"
                        + MESSAGES + "}"))
                .startsWith("max_tokens: 0");
    }
}
