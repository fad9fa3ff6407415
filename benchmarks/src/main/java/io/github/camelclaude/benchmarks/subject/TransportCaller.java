/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks.subject;

import com.anthropic.models.messages.Message;
import io.github.camelclaude.backend.AnthropicApi;
import io.github.camelclaude.backend.ApiKey;
import io.github.camelclaude.backend.BackendSettings;
import io.github.camelclaude.backend.ClaudeRequest;
import io.github.camelclaude.backend.TransportSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** The component's own way to the network, with as many threads, and nothing of Camel. */
final class TransportCaller implements Caller {

    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private final ExecutorService network = Executors.newFixedThreadPool(4);
    private final ExecutorService workers = Executors.newFixedThreadPool(32);
    private final AnthropicApi api;

    TransportCaller(String baseUrl) {
        api = new AnthropicApi(
                BackendSettings.anthropic(
                        "anthropic", URI.create(baseUrl), ApiKey.of("sk-ant-benchmark"), "2023-06-01"),
                new TransportSettings(null, null),
                network,
                workers,
                workers);
    }

    @Override
    public void call(String prompt, Ending ending) {
        ClaudeRequest request = new ClaudeRequest(Map.of(
                "model",
                MODEL,
                "max_tokens",
                (long) MAX_TOKENS,
                "messages",
                List.of(Map.of("role", "user", "content", prompt))));
        api.send(request, TIMEOUT)
                .whenComplete(
                        (answer, failure) -> ending.ended(failure == null ? text(answer.message()) : null, failure));
    }

    static String text(Message message) {
        return message.content().stream()
                .flatMap(block -> block.text().stream())
                .map(block -> block.text())
                .collect(Collectors.joining());
    }

    @Override
    public void close() {
        api.close();
        workers.shutdown();
        network.shutdown();
    }
}
