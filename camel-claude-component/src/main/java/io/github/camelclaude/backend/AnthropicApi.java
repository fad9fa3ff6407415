/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import com.anthropic.client.AnthropicClientAsync;
import com.anthropic.client.AnthropicClientAsyncImpl;
import com.anthropic.core.ClientOptions;
import com.anthropic.core.LogLevel;
import com.anthropic.core.ObjectMappers;
import com.anthropic.core.PageAsync;
import com.anthropic.core.RequestOptions;
import com.anthropic.core.http.HttpResponse;
import com.anthropic.core.http.HttpResponseFor;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicInvalidDataException;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.models.ModelInfo;
import com.anthropic.models.models.ModelListPageAsync;
import com.anthropic.models.models.ModelListParams;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.type.TypeFactory;
import io.github.camelclaude.catalog.BackendCatalog;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import io.github.camelclaude.resilience.ClaudeServerException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The Claude API itself, through the official SDK. The SDK owns the wire (paths, headers, JSON, errors); its retries,
 * logs and spans are off because the way of a call owns them, and the transport below it is ours (see
 * {@link JdkTransport}). This is the one class that knows the SDK's internals: how a client is put together by hand.
 */
public final class AnthropicApi implements Backend {

    /** The simulator marks each of its responses with this header, so that no simulated answer passes for a real one. */
    static final String SIMULATOR_HEADER = "x-claude-simulator";

    private static final BackendCatalog CATALOG = BackendCatalog.load();

    private static final Set<String> COUNTED =
            Set.of("model", "messages", "system", "tools", "tool_choice", "thinking", "output_config", "cache_control");

    private static final JavaType FIELDS = ObjectMappers.jsonMapper()
            .getTypeFactory()
            .constructMapType(LinkedHashMap.class, String.class, Object.class);

    private final BackendSettings settings;
    private final Platform platform;
    private final Failures failures;
    private final JdkTransport transport;
    private final AnthropicClientAsync client;

    /**
     * @param settings   where, and how it is reached
     * @param reaching   how the network is reached
     * @param network    runs the HTTP client's own work; a few threads
     * @param completion completes the answers; may be slow or full, which never delays the network
     * @param credentials runs what may wait for credentials of a platform; a few threads
     * @throws IllegalArgumentException if what the platform needs is missing, or its settings can't be
     */
    public AnthropicApi(
            BackendSettings settings,
            TransportSettings reaching,
            Executor network,
            Executor completion,
            Executor credentials) {
        this.settings = settings;
        SpokenName name = SpokenName.of(settings, CATALOG);
        this.platform = Platforms.of(settings, name);
        this.failures = new Failures(name);
        this.transport = new JdkTransport(platform, name, requests(settings, name), reaching, network, credentials);
        Executor completing = neverRejecting(completion);
        this.client = new AnthropicClientAsyncImpl(ClientOptions.builder()
                .httpClient(transport)
                .baseUrl(platform.baseUrl())
                .putHeader("anthropic-version", settings.anthropicVersion())
                .maxRetries(0)
                .logLevel(LogLevel.OFF)
                .openTelemetry(false)
                .completionExecutor(completing)
                .streamHandlerExecutor(completing)
                .build());
    }

    private static JdkRequests requests(BackendSettings settings, SpokenName name) {
        return new JdkRequests(
                CATALOG.largestRequest(settings.kind()),
                settings.kind().equals("anthropic") ? "the API" : name.inside());
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public CompletionStage<BackendAnswer> send(ClaudeRequest request, Duration timeout) {
        return attempt(number -> client.messages()
                .withRawResponse()
                .create(messages(named(request), number), within(timeout))
                .thenApply(AnthropicApi::read));
    }

    @Override
    public CompletionStage<BackendStream> stream(ClaudeRequest request, Duration timeout) {
        return attempt(number -> client.messages()
                .withRawResponse()
                .createStreaming(messages(named(request), number), within(timeout))
                .thenApply(this::open));
    }

    @Override
    public CompletionStage<TokenCount> countTokens(ClaudeRequest request, Duration timeout) {
        return attempt(
                "count-tokens",
                number -> client.messages()
                        .withRawResponse()
                        .countTokens(
                                MessageCountTokensParams.builder()
                                        .body(converted(counted(named(request)), MessageCountTokensParams.Body.class))
                                        .putAdditionalHeader(Attempts.HEADER, number)
                                        .build(),
                                within(timeout))
                        .thenApply(response -> new TokenCount(response.parse().inputTokens(), isSimulated(response))));
    }

    @Override
    public CompletionStage<ModelList> models(Duration timeout) {
        return attempt(
                "models",
                number -> client.models()
                        .withRawResponse()
                        .list(
                                ModelListParams.builder()
                                        .putAdditionalHeader(Attempts.HEADER, number)
                                        .build(),
                                within(timeout))
                        .thenCompose(response -> allPages(response.parse())
                                .thenApply(models -> new ModelList(models, isSimulated(response)))));
    }

    /**
     * The limits of the organization, or what a workspace has of its own, as the service tells them. Needs an Admin key.
     *
     * @param workspace the workspace, or empty for the organization
     */
    CompletionStage<List<Map<String, Object>>> rateLimits(Optional<String> workspace, Duration timeout) {
        return attempt(number -> workspace.isEmpty()
                ? client.organization()
                        .rateLimits()
                        .list(
                                com.anthropic.models.organization.ratelimits.RateLimitListParams.builder()
                                        .putAdditionalHeader(Attempts.HEADER, number)
                                        .build(),
                                within(timeout))
                        .thenCompose(AnthropicApi::allEntries)
                : client.organization()
                        .workspaces()
                        .rateLimits()
                        .list(
                                com.anthropic.models.organization.workspaces.ratelimits.RateLimitListParams.builder()
                                        .workspaceId(workspace.get())
                                        .putAdditionalHeader(Attempts.HEADER, number)
                                        .build(),
                                within(timeout))
                        .thenCompose(AnthropicApi::allEntries));
    }

    private static <T> CompletableFuture<List<Map<String, Object>>> allEntries(PageAsync<T> page) {
        List<Map<String, Object>> here =
                page.items().stream().map(AnthropicApi::map).toList();
        if (!page.hasNextPage()) {
            return CompletableFuture.completedFuture(here);
        }
        return page.nextPage()
                .thenCompose(AnthropicApi::allEntries)
                .thenApply(rest -> Stream.concat(here.stream(), rest.stream()).toList());
    }

    /** The request with the model's name as it is there. */
    private ClaudeRequest named(ClaudeRequest request) {
        if (!(request.body().get("model") instanceof String model)) {
            return request;
        }
        String name =
                settings.models().getOrDefault(model, CATALOG.modelName(settings.kind(), model, settings.profile()));
        if (name.equals(model)) {
            return request;
        }
        Map<String, Object> body = new LinkedHashMap<>(request.body());
        body.put("model", name);
        return new ClaudeRequest(body);
    }

    private <T> CompletionStage<T> attempt(String operation, Function<String, CompletableFuture<T>> call) {
        return attempt(number -> {
            require(operation);
            return call.apply(number);
        });
    }

    private void require(String operation) {
        if (!CATALOG.can(settings.kind(), operation)) {
            throw new ClaudeInvalidRequestException("%s (backend %s) has no %s. Nothing was sent; ask another backend"
                    .formatted(CATALOG.title(settings.kind()), settings.name(), operation));
        }
    }

    @Override
    public Batches batches() {
        return new SdkBatches(client.messages().batches(), transport.attempts()::carry, this::batchAttempt);
    }

    private <T> CompletionStage<T> batchAttempt(Function<String, CompletableFuture<T>> call) {
        require("batch");
        return attempt(call);
    }

    private <T> CompletionStage<T> attempt(Function<String, CompletableFuture<T>> call) {
        return failures.classified(transport.attempts().run(call));
    }

    private static CompletableFuture<List<ModelDescription>> allPages(ModelListPageAsync page) {
        List<ModelDescription> here =
                page.items().stream().map(AnthropicApi::describe).toList();
        if (!page.hasNextPage()) {
            return CompletableFuture.completedFuture(here);
        }
        return page.nextPage()
                .thenCompose(AnthropicApi::allPages)
                .thenApply(rest -> Stream.concat(here.stream(), rest.stream()).toList());
    }

    private static ModelDescription describe(ModelInfo model) {
        return new ModelDescription(
                model.id(), model.displayName(), model.createdAt().toInstant());
    }

    private static RequestOptions within(Duration timeout) {
        return RequestOptions.builder().timeout(timeout).build();
    }

    /** The fields of a request that its input tokens depend on, as maps, lists, texts, numbers and booleans. */
    public static Map<String, Object> counted(ClaudeRequest request) {
        Map<String, Object> counted = new LinkedHashMap<>(request.body());
        counted.keySet().retainAll(COUNTED);
        return converted(counted, FIELDS);
    }

    private static MessageCreateParams messages(ClaudeRequest request, String number) {
        MessageCreateParams params = MessageCreateParams.builder()
                .body(converted(request.body(), MessageCreateParams.Body.class))
                .putAdditionalHeader(Attempts.HEADER, number)
                .build();
        try {
            params.model();
            params.maxTokens();
        } catch (AnthropicInvalidDataException e) {
            throw new ClaudeInvalidRequestException(
                    "The request needs a model and max_tokens, a text and a whole number. Nothing was sent");
        }
        return params;
    }

    private static <T> T converted(Map<String, Object> body, Class<T> type) {
        return converted(body, ObjectMappers.jsonMapper().constructType(type));
    }

    private static <T> T converted(Map<String, Object> body, JavaType type) {
        try {
            return ObjectMappers.jsonMapper().convertValue(body, type);
        } catch (IllegalArgumentException e) {
            throw new ClaudeInvalidRequestException("The request does not have the shape of the Messages API"
                    + (e.getCause() instanceof JsonMappingException at ? " at " + path(at) : "")
                    + ". Nothing was sent");
        }
    }

    private static String path(JsonMappingException at) {
        return at.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
    }

    /** The fields of the SDK's own request, as {@link ClaudeRequest} has them. */
    public static Map<String, Object> fields(MessageCreateParams params) {
        return map(params._body());
    }

    /** The fields of an answer, as the service sent them. */
    public static Map<String, Object> fields(Message message) {
        return map(message);
    }

    /**
     * The message that a tree is, as the result of a batch's item has it.
     *
     * @throws ClaudeServerException if it is none, or lacks what every message has
     */
    public static Message message(JsonNode tree) {
        try {
            return complete(ObjectMappers.jsonMapper().treeToValue(tree, Message.class));
        } catch (JsonProcessingException | AnthropicInvalidDataException e) {
            throw new ClaudeServerException("This is no message: " + e.getMessage(), null);
        }
    }

    /** The content blocks of an answer, as the service sent them. */
    public static List<Map<String, Object>> blocks(Message message) {
        return message.content().stream().map(AnthropicApi::map).toList();
    }

    private static Map<String, Object> map(Object value) {
        TypeFactory types = ObjectMappers.jsonMapper().getTypeFactory();
        return ObjectMappers.jsonMapper()
                .convertValue(value, types.constructMapType(LinkedHashMap.class, String.class, Object.class));
    }

    private static BackendAnswer read(HttpResponseFor<Message> response) {
        return new BackendAnswer(
                complete(response.parse()),
                response.requestId(),
                isSimulated(response),
                LimitHeaders.of(response.headers()));
    }

    private BackendStream open(HttpResponseFor<StreamResponse<RawMessageStreamEvent>> response) {
        if (isInOnePiece(response)) {
            return new UnstreamedAnswer(new BackendAnswer(
                    message(tree(response)),
                    response.requestId(),
                    isSimulated(response),
                    LimitHeaders.of(response.headers())));
        }
        return new SdkStream(
                failures,
                response.parse(),
                response.requestId().orElse(null),
                isSimulated(response),
                LimitHeaders.of(response.headers()));
    }

    private static boolean isInOnePiece(HttpResponse response) {
        return response.headers().values("content-type").stream().anyMatch(type -> type.startsWith("application/json"));
    }

    private static JsonNode tree(HttpResponse response) {
        try (InputStream body = response.body()) {
            return ObjectMappers.jsonMapper().readTree(body);
        } catch (IOException e) {
            throw new ClaudeServerException("This is no message: " + e.getMessage(), null);
        }
    }

    static boolean isSimulated(HttpResponse response) {
        return !response.headers().values(SIMULATOR_HEADER).isEmpty();
    }

    /** The SDK reads lazily and tolerates what is new; what we rely on has to be there, and here is where it is said. */
    private static Message complete(Message message) {
        if (message == null) {
            throw new AnthropicInvalidDataException("The response is no message");
        }
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
