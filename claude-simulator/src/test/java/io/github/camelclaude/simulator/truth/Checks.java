/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.truth;

import static io.github.camelclaude.simulator.truth.Target.MODEL;
import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.HttpResponseFor;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.models.messages.CacheControlEphemeral;
import com.anthropic.models.messages.JsonOutputFormat;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.OutputConfig;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.TextBlockParam;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.Usage;
import com.anthropic.models.messages.batches.BatchCreateParams;
import com.anthropic.models.messages.batches.MessageBatch;
import com.anthropic.models.models.ModelInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What holds when nothing goes wrong. */
final class Checks {

    private static final String TEXT = "The bank closed my account without a word and kept the money that was on it.";

    private Checks() {}

    static List<Check> all() {
        return List.of(
                Check.of("a message is typed and tells its limits", 0.001, Checks::message),
                Check.of("an answer follows the schema asked for", 0.001, Checks::structured),
                Check.of("max_tokens cuts an answer", 0.001, Checks::cut),
                Check.of("a stream begins with message_start and ends with message_stop", 0.001, Checks::stream),
                Check.of("a tool is used with input of its schema", 0.002, Checks::tool),
                Check.of("tokens are counted", 0, Checks::count),
                Check.of("models are listed and retrieved", 0, Checks::models),
                Check.of("what is marked is written to the cache and read again", 0.02, Checks::cache),
                Check.of("a batch is created, listed, cancelled and ends", 0.001, Checks::batch),
                Check.simulated("a batch gives its results", Checks::batchResults),
                Check.simulated("an administrator reads the limits", Checks::limits));
    }

    static MessageCreateParams.Builder params() {
        return MessageCreateParams.builder().model(MODEL).maxTokens(100).addUserMessage(TEXT);
    }

    private static void message(Target target) {
        HttpResponseFor<Message> response =
                target.client().messages().withRawResponse().create(params().build());
        Message message = response.parse().validate();
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.requestId()).hasValueSatisfying(id -> assertThat(id).startsWith("req_"));
        assertThat(message.id()).startsWith("msg_");
        assertThat(message.content()).isNotEmpty();
        assertThat(message.usage().inputTokens()).isPositive();
        assertThat(message.usage().outputTokens()).isPositive();
        for (String dimension : List.of("requests", "input-tokens", "output-tokens", "tokens")) {
            String prefix = "anthropic-ratelimit-" + dimension;
            long limit = Long.parseLong(only(response, prefix + "-limit"));
            long remaining = Long.parseLong(only(response, prefix + "-remaining"));
            assertThat(remaining).isBetween(0L, limit);
            assertThat(dimension.equals("requests") || remaining % 1_000 == 0).isTrue();
            assertThat(Instant.parse(only(response, prefix + "-reset")).getNano())
                    .isZero();
        }
        assertThat(only(response, "anthropic-organization-id")).hasSize(36);
        assertThat(only(response, "anthropic-workspace-id")).startsWith("wrkspc_");
    }

    private static String only(HttpResponseFor<?> response, String header) {
        assertThat(response.headers().values(header)).as(header).hasSize(1);
        return response.headers().values(header).get(0);
    }

    private static void structured(Target target) {
        JsonOutputFormat.Schema schema = JsonOutputFormat.Schema.builder()
                .putAdditionalProperty("type", JsonValue.from("object"))
                .putAdditionalProperty("additionalProperties", JsonValue.from(false))
                .putAdditionalProperty("required", JsonValue.from(List.of("urgent")))
                .putAdditionalProperty("properties", JsonValue.from(Map.of("urgent", Map.of("type", "boolean"))))
                .build();
        Message message = target.client()
                .messages()
                .create(params().outputConfig(OutputConfig.builder()
                                .format(JsonOutputFormat.builder()
                                        .schema(schema)
                                        .build())
                                .build())
                        .build());
        assertThat(message.content().get(0).asText().text()).matches("\\{\\s*\"urgent\"\\s*:\\s*(true|false)\\s*}");
    }

    private static void cut(Target target) {
        Message message =
                target.client().messages().create(params().maxTokens(1).build());
        assertThat(message.stopReason()).contains(StopReason.MAX_TOKENS);
        assertThat(message.usage().outputTokens()).isEqualTo(1);
    }

    private static void stream(Target target) {
        try (StreamResponse<RawMessageStreamEvent> stream =
                target.client().messages().createStreaming(params().build())) {
            List<RawMessageStreamEvent> events = stream.stream().toList();
            assertThat(events.get(0).isMessageStart()).isTrue();
            assertThat(events.get(0).asMessageStart().message().content()).isEmpty();
            assertThat(events.get(events.size() - 2).isMessageDelta()).isTrue();
            assertThat(events.get(events.size() - 1).isMessageStop()).isTrue();
            assertThat(events.stream().filter(RawMessageStreamEvent::isContentBlockStart))
                    .hasSameSizeAs(events.stream()
                            .filter(RawMessageStreamEvent::isContentBlockStop)
                            .toList());
        }
    }

    private static void tool(Target target) {
        Tool tool = Tool.builder()
                .name("file_complaint")
                .description("Files a complaint about a bank. Always use this.")
                .inputSchema(Tool.InputSchema.builder()
                        .putAdditionalProperty("properties", JsonValue.from(Map.of("about", Map.of("type", "string"))))
                        .putAdditionalProperty("required", JsonValue.from(List.of("about")))
                        .build())
                .build();
        Message message = target.client()
                .messages()
                .create(params().maxTokens(300).addTool(tool).build());
        assertThat(message.stopReason()).contains(StopReason.TOOL_USE);
        assertThat(message.content())
                .anySatisfy(block -> assertThat(block.toolUse()).hasValueSatisfying(use -> {
                    assertThat(use.name()).isEqualTo("file_complaint");
                    assertThat(use.id()).startsWith("toolu_");
                    assertThat(use._input().toString()).contains("about");
                }));
    }

    private static void count(Target target) {
        long tokens = target.client()
                .messages()
                .countTokens(MessageCountTokensParams.builder()
                        .model(MODEL)
                        .addUserMessage(TEXT)
                        .build())
                .inputTokens();
        assertThat(tokens).isBetween(10L, 60L);
    }

    private static void models(Target target) {
        ModelInfo model = target.client().models().retrieve(MODEL).validate();
        assertThat(model.id()).isEqualTo(MODEL);
        assertThat(model.maxInputTokens()).isPresent();
        assertThat(target.client().models().list().autoPager())
                .extracting(ModelInfo::id)
                .contains(MODEL, "claude-opus-5-5");
    }

    private static void cache(Target target) {
        MessageCreateParams marked = params().systemOfTextBlockParams(List.of(TextBlockParam.builder()
                        .text("Rule " + System.nanoTime() + ": be brief and kind. ".repeat(1_200))
                        .cacheControl(CacheControlEphemeral.builder().build())
                        .build()))
                .build();
        Usage first = target.client().messages().create(marked).usage();
        Usage second = target.client().messages().create(marked).usage();
        assertThat(first.cacheCreationInputTokens())
                .hasValueSatisfying(tokens -> assertThat(tokens).isPositive());
        assertThat(second.cacheReadInputTokens()).isEqualTo(first.cacheCreationInputTokens());
        assertThat(second.cacheCreation().orElseThrow().ephemeral5mInputTokens())
                .isZero();
    }

    private static MessageBatch create(Target target) {
        return target.client()
                .messages()
                .batches()
                .create(BatchCreateParams.builder()
                        .addRequest(BatchCreateParams.Request.builder()
                                .customId("one")
                                .params(BatchCreateParams.Request.Params.builder()
                                        .model(MODEL)
                                        .maxTokens(20)
                                        .addUserMessage(TEXT)
                                        .build())
                                .build())
                        .build());
    }

    private static void batch(Target target) {
        MessageBatch batch = create(target).validate();
        assertThat(batch.processingStatus()).isEqualTo(MessageBatch.ProcessingStatus.IN_PROGRESS);
        assertThat(batch.requestCounts().processing()).isEqualTo(1);
        assertThat(batch.expiresAt()).isEqualTo(batch.createdAt().plusDays(1));
        assertThat(target.client().messages().batches().list().data())
                .extracting(MessageBatch::id)
                .contains(batch.id());
        MessageBatch canceling = target.client().messages().batches().cancel(batch.id());
        assertThat(canceling.cancelInitiatedAt()).isPresent();
    }

    private static void batchResults(Target target) {
        MessageBatch batch = create(target);
        target.simulator().advance(Duration.ofSeconds(6));
        MessageBatch ended =
                target.client().messages().batches().retrieve(batch.id()).validate();
        assertThat(ended.processingStatus()).isEqualTo(MessageBatch.ProcessingStatus.ENDED);
        assertThat(ended.requestCounts().succeeded()).isEqualTo(1);
        try (var results = target.client().messages().batches().resultsStreaming(batch.id())) {
            assertThat(results.stream().toList()).singleElement().satisfies(line -> {
                assertThat(line.customId()).isEqualTo("one");
                assertThat(line.result().asSucceeded().message().content()).isNotEmpty();
            });
        }
        assertThat(target.client().messages().batches().delete(batch.id()).id()).isEqualTo(batch.id());
    }

    private static void limits(Target target) {
        AnthropicClient client = AnthropicOkHttpClient.builder()
                .baseUrl(target.baseUrl())
                .apiKey("sk-ant-admin01-any")
                .maxRetries(0)
                .build();
        var page = client.organization().rateLimits().list();
        assertThat(page.data()).isNotEmpty().allSatisfy(entry -> entry.validate());
        assertThat(page.data())
                .anySatisfy(entry -> assertThat(entry.models())
                        .hasValueSatisfying(names -> assertThat(names).contains("claude-opus-4-8", "claude-opus-4-5")));
        client.close();
    }
}
