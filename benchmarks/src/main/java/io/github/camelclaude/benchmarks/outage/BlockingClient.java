/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks.outage;

import dev.langchain4j.model.anthropic.AnthropicChatModel;
import io.github.camelclaude.benchmarks.subject.Caller;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.springframework.ai.anthropic.AnthropicChatOptions;
import org.springframework.ai.anthropic.api.AnthropicApi;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/** A chat model that blocks its caller. Each call has a thread, so that none waits for another; who gives up interrupts it. */
final class BlockingClient implements Client {

    private final UnaryOperator<String> chat;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private BlockingClient(UnaryOperator<String> chat) {
        this.chat = chat;
    }

    static BlockingClient langChain4j(String baseUrl) {
        AnthropicChatModel model = AnthropicChatModel.builder()
                .baseUrl(baseUrl + "/v1")
                .apiKey(API_KEY)
                .modelName(Caller.MODEL)
                .maxTokens(Caller.MAX_TOKENS)
                .timeout(DEADLINE)
                .build();
        return new BlockingClient(model::chat);
    }

    /** Over the JDK's HTTP client, which is what Spring AI takes on its own dependencies alone. */
    static BlockingClient springAi(String baseUrl) {
        JdkClientHttpRequestFactory http = new JdkClientHttpRequestFactory();
        http.setReadTimeout(DEADLINE);
        var model = org.springframework.ai.anthropic.AnthropicChatModel.builder()
                .anthropicApi(AnthropicApi.builder()
                        .baseUrl(baseUrl)
                        .apiKey(API_KEY)
                        .restClientBuilder(RestClient.builder().requestFactory(http))
                        .build())
                .defaultOptions(AnthropicChatOptions.builder()
                        .model(Caller.MODEL)
                        .maxTokens(Caller.MAX_TOKENS)
                        .build())
                .build();
        return new BlockingClient(model::call);
    }

    @Override
    public CompletableFuture<String> call(String prompt) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Future<?> work = threads.submit(() -> {
            try {
                answer.complete(chat.apply(prompt));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        answer.whenComplete((text, failure) -> {
            if (answer.isCancelled()) {
                work.cancel(true);
            }
        });
        return answer;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
