/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import com.anthropic.backends.AnthropicBackend;
import com.anthropic.client.AnthropicClientAsync;
import com.anthropic.client.AnthropicClientAsyncImpl;
import com.anthropic.core.ClientOptions;
import com.anthropic.core.LogLevel;
import com.anthropic.core.RequestOptions;
import com.anthropic.core.http.HttpResponseFor;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The Claude API itself, through the official SDK. The SDK owns the wire (paths, headers, JSON, errors); its retries,
 * logs and spans are off because the way of a call owns them, and the transport below it is ours (see
 * {@link JdkTransport}).
 */
public final class AnthropicApi implements Backend {

    /** The simulator marks each of its responses with this header, so that no simulated answer passes for a real one. */
    private static final String SIMULATOR_HEADER = "x-claude-simulator";

    private final JdkTransport transport;
    private final AnthropicClientAsync client;

    /**
     * @param settings   where and with which key
     * @param network    runs the HTTP client's own work; a few threads
     * @param completion completes the answers; may be slow or full, which never delays the network
     */
    public AnthropicApi(BackendSettings settings, Executor network, Executor completion) {
        AnthropicBackend adaptation = AnthropicBackend.builder()
                .apiKey(settings.apiKey())
                .baseUrl(settings.baseUrl().toString())
                .build();
        this.transport = new JdkTransport(adaptation, settings.baseUrl(), network);
        this.client = new AnthropicClientAsyncImpl(ClientOptions.builder()
                .httpClient(transport)
                .baseUrl(adaptation.baseUrl())
                .maxRetries(0)
                .logLevel(LogLevel.OFF)
                .openTelemetry(false)
                .completionExecutor(neverRejecting(completion))
                .streamHandlerExecutor(neverRejecting(completion))
                .build());
    }

    @Override
    public String name() {
        return "anthropic";
    }

    @Override
    public CompletionStage<BackendAnswer> send(MessageCreateParams request, Duration timeout) {
        RequestOptions options = RequestOptions.builder().timeout(timeout).build();
        return Failures.classified(() ->
                client.messages().withRawResponse().create(request, options).thenApply(AnthropicApi::read));
    }

    private static BackendAnswer read(HttpResponseFor<Message> response) {
        boolean simulated = !response.headers().values(SIMULATOR_HEADER).isEmpty();
        return new BackendAnswer(complete(response.parse()), response.requestId(), simulated);
    }

    /** The SDK reads lazily and tolerates what is new; what we rely on has to be there, and here is where it is said. */
    private static Message complete(Message message) {
        message.id();
        message.model();
        message.content();
        message.usage().inputTokens();
        message.usage().outputTokens();
        return message;
    }

    /** A pool that is shut down must not swallow an answer: the call would never end. */
    private static Executor neverRejecting(Executor executor) {
        return task -> {
            try {
                executor.execute(task);
            } catch (RejectedExecutionException e) {
                task.run();
            }
        };
    }

    @Override
    public void close() {
        client.close();
        transport.close();
    }
}
