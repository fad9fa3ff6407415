/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks.subject;

import dev.langchain4j.model.anthropic.AnthropicChatModel;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.springframework.ai.anthropic.AnthropicChatOptions;
import org.springframework.ai.anthropic.api.AnthropicApi;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/** A chat model that blocks its caller: so many calls in flight need as many threads, which its user has to bring. */
final class BlockingCaller implements Caller {

    private final UnaryOperator<String> chat;
    private final ExecutorService threads;

    private BlockingCaller(UnaryOperator<String> chat, int threads) {
        this.chat = chat;
        this.threads = Executors.newFixedThreadPool(threads);
    }

    static BlockingCaller langChain4j(String baseUrl, int threads) {
        AnthropicChatModel model = AnthropicChatModel.builder()
                .baseUrl(baseUrl + "/v1")
                .apiKey("sk-ant-benchmark")
                .modelName(MODEL)
                .maxTokens(MAX_TOKENS)
                .maxRetries(0)
                .build();
        return new BlockingCaller(model::chat, threads);
    }

    /**
     * Spring picks an HTTP client by what it finds on the class path. The SDK brings Apache's, which would stop at five
     * calls; on its own dependencies alone Spring AI takes the JDK's, and so it does here.
     */
    static BlockingCaller springAi(String baseUrl, int threads) {
        var model = org.springframework.ai.anthropic.AnthropicChatModel.builder()
                .anthropicApi(AnthropicApi.builder()
                        .baseUrl(baseUrl)
                        .apiKey("sk-ant-benchmark")
                        .restClientBuilder(RestClient.builder().requestFactory(new JdkClientHttpRequestFactory()))
                        .build())
                .defaultOptions(AnthropicChatOptions.builder()
                        .model(MODEL)
                        .maxTokens(MAX_TOKENS)
                        .build())
                .build();
        return new BlockingCaller(model::call, threads);
    }

    @Override
    public void call(String prompt, Ending ending) {
        threads.execute(() -> {
            String answer = null;
            Throwable failed = null;
            try {
                answer = chat.apply(prompt);
            } catch (RuntimeException e) {
                failed = e;
            }
            ending.ended(answer, failed);
        });
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
