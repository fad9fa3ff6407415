/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks.subject;

import com.anthropic.client.AnthropicClientAsync;
import com.anthropic.client.okhttp.AnthropicOkHttpClientAsync;
import com.anthropic.models.messages.MessageCreateParams;

/** The official SDK as its documentation starts it, but for retries: nobody here retries. */
final class SdkCaller implements Caller {

    private final AnthropicClientAsync client;

    SdkCaller(String baseUrl) {
        client = AnthropicOkHttpClientAsync.builder()
                .baseUrl(baseUrl)
                .apiKey("sk-ant-benchmark")
                .maxRetries(0)
                .build();
    }

    @Override
    public void call(String prompt, Ending ending) {
        MessageCreateParams request = MessageCreateParams.builder()
                .model(MODEL)
                .maxTokens(MAX_TOKENS)
                .addUserMessage(prompt)
                .build();
        client.messages()
                .create(request)
                .whenComplete((message, failure) ->
                        ending.ended(failure == null ? TransportCaller.text(message) : null, failure));
    }

    @Override
    public void close() {
        client.close();
    }
}
