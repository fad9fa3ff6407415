/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks.outage;

import com.anthropic.client.AnthropicClientAsync;
import com.anthropic.client.okhttp.AnthropicOkHttpClientAsync;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import io.github.camelclaude.benchmarks.subject.Caller;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** The official SDK as its documentation starts it. */
final class SdkClient implements Client {

    private final AnthropicClientAsync client;

    private SdkClient(AnthropicOkHttpClientAsync.Builder builder, String baseUrl) {
        client = builder.baseUrl(baseUrl).apiKey(API_KEY).timeout(DEADLINE).build();
    }

    static SdkClient asItComes(String baseUrl) {
        return new SdkClient(AnthropicOkHttpClientAsync.builder(), baseUrl);
    }

    static SdkClient withoutRetries(String baseUrl) {
        return new SdkClient(AnthropicOkHttpClientAsync.builder().maxRetries(0), baseUrl);
    }

    @Override
    public CompletableFuture<String> call(String prompt) {
        return client.messages()
                .create(MessageCreateParams.builder()
                        .model(Caller.MODEL)
                        .maxTokens(Caller.MAX_TOKENS)
                        .addUserMessage(prompt)
                        .build())
                .thenApply(SdkClient::text);
    }

    private static String text(Message message) {
        return message.content().stream()
                .flatMap(block -> block.text().stream())
                .map(block -> block.text())
                .collect(Collectors.joining());
    }

    @Override
    public void close() {
        client.close();
    }
}
