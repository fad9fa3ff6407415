/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import com.anthropic.models.messages.MessageCreateParams;
import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.backend.AnthropicApi;
import io.github.camelclaude.backend.ClaudeRequest;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import java.io.InputStream;
import java.io.Reader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.apache.camel.TypeConversionException;
import org.apache.camel.support.MessageHelper;

/**
 * Makes the request of a call from a message and what its endpoint says. A header beats the body's request, which beats an
 * option; which headers and which fields of a body may speak at all is narrowed by {@code allowHeaders} and {@code
 * allowRequestFields}.
 */
public final class RequestBuilder {

    static final Set<String> KNOWN_FIELDS = Set.of(
            "cache_control",
            "container",
            "inference_geo",
            "max_tokens",
            "mcp_servers",
            "messages",
            "metadata",
            "model",
            "output_config",
            "service_tier",
            "speed",
            "stop_sequences",
            "stream",
            "system",
            "temperature",
            "thinking",
            "tool_choice",
            "tools",
            "top_k",
            "top_p");

    private final CallSettings settings;

    public RequestBuilder(CallSettings settings) {
        this.settings = settings;
    }

    /** @throws ClaudeInvalidRequestException if the message can't become a request; nothing was sent then */
    public ClaudeRequest build(Exchange exchange) {
        Map<String, Object> fields = merged(settings.defaults(), exchange);
        requireModel(fields);
        return new ClaudeRequest(fields);
    }

    /**
     * What the items of a message have in common: what the endpoint says, and what the headers of the message say.
     *
     * @throws ClaudeInvalidRequestException if a header is not what it should be
     */
    public RequestTemplate template(Message message) {
        return new RequestTemplate(
                this,
                settings,
                withHeaders(settings.defaults(), message),
                settings.cache()
                        .named(
                                message,
                                settings.allowedHeaders(),
                                settings.cache().named()));
    }

    /** These fields, unless body or headers of the message say otherwise. */
    Map<String, Object> merged(Map<String, Object> base, Exchange exchange) {
        Map<String, Object> fields = new LinkedHashMap<>(base);
        overlay(fields, fromBody(exchange));
        headers(exchange.getMessage(), fields);
        return fields;
    }

    /** These fields, unless the headers of the message say otherwise. */
    Map<String, Object> withHeaders(Map<String, Object> base, Message message) {
        Map<String, Object> fields = new LinkedHashMap<>(base);
        headers(message, fields);
        return fields;
    }

    /**
     * The same, and the message can still be read afterwards.
     *
     * @throws ClaudeInvalidRequestException if the message can't become a request
     */
    public ClaudeRequest peek(Exchange exchange) {
        Message message = exchange.getMessage();
        keepReadable(message);
        try {
            return build(exchange);
        } finally {
            MessageHelper.resetStreamCache(message);
        }
    }

    static void keepReadable(Message message) {
        Object body = message.getBody();
        if (!(body instanceof StreamCache) && (body instanceof InputStream || body instanceof Reader)) {
            StreamCache cached = message.getBody(StreamCache.class);
            if (cached != null) {
                message.setBody(cached);
            }
        }
    }

    private Map<String, Object> fromBody(Exchange exchange) {
        Message message = exchange.getMessage();
        Object body = message.getBody();
        if (body instanceof MessageCreateParams params) {
            return withoutStream(AnthropicApi.fields(params));
        }
        List<ToolResult> results = toolResults(body);
        if (!results.isEmpty()) {
            return continued(exchange, results);
        }
        return switch (settings.bodyFormat()) {
            case text -> messages(List.of(Conversation.turn("user", PromptContent.of(message))));
            case turns -> messages(turns(message));
            case request -> allowed(withoutStream(request(message)), "The request in the message body");
        };
    }

    static Map<String, Object> messages(List<?> turns) {
        return Fields.of("messages", turns);
    }

    private static List<ToolResult> toolResults(Object body) {
        if (body instanceof ToolResult result) {
            return List.of(result);
        }
        return body instanceof List<?> list && list.stream().allMatch(ToolResult.class::isInstance)
                ? list.stream().map(ToolResult.class::cast).toList()
                : List.of();
    }

    private static Map<String, Object> continued(Exchange exchange, List<ToolResult> results) {
        if (exchange.getProperty(ClaudeConstants.CONVERSATION) instanceof Conversation conversation) {
            return conversation.continued(results);
        }
        throw new ClaudeInvalidRequestException("The message body is a tool's result, and no call of this exchange has"
                + " asked for one. Nothing was sent");
    }

    static List<?> turns(Message message) {
        Object body = message.getBody();
        List<?> turns = body instanceof List<?> list ? list : parsed(message, "turns", Json::array);
        for (Object turn : turns) {
            if (!(turn instanceof Map<?, ?> fields) || !fields.containsKey("role") || !fields.containsKey("content")) {
                throw new ClaudeInvalidRequestException("With bodyFormat=turns each turn must be a map with role and"
                        + " content; turn " + (turns.indexOf(turn) + 1) + " of " + turns.size() + " is not. Nothing was"
                        + " sent");
            }
        }
        if (turns.isEmpty()) {
            throw new ClaudeInvalidRequestException(
                    "With bodyFormat=turns there must be at least one turn. Nothing was" + " sent");
        }
        return turns;
    }

    static Map<String, Object> request(Message message) {
        if (message.getBody() instanceof Map<?, ?> map) {
            Map<String, Object> fields = new LinkedHashMap<>();
            map.forEach((name, value) -> fields.put(String.valueOf(name), value));
            return fields;
        }
        return parsed(message, "request", Json::object);
    }

    private static <T> T parsed(Message message, String bodyFormat, Function<String, T> parse) {
        try {
            String text = message.getBody(String.class);
            return parse.apply(text == null ? "" : text);
        } catch (Json.NotJson e) {
            throw new ClaudeInvalidRequestException("The message body can't be taken for bodyFormat=" + bodyFormat
                    + ": " + e.getMessage() + ". Nothing was sent");
        } catch (TypeConversionException e) {
            throw new ClaudeInvalidRequestException("A message body of type "
                    + message.getBody().getClass().getName() + " can't be taken for bodyFormat=" + bodyFormat
                    + ". Nothing was sent");
        }
    }

    /** @param what sets them */
    Map<String, Object> allowed(Map<String, Object> fields, String what) {
        List<String> others = settings.allowedFields().others(fields.keySet());
        if (!others.isEmpty()) {
            throw new ClaudeInvalidRequestException(what + " sets " + named(others) + ", and allowRequestFields is "
                    + settings.allowedFields() + ". Nothing was sent");
        }
        return fields;
    }

    /** A name that is none of the API's is content of the message, and that is not ours to print. */
    private static String named(List<String> fields) {
        return fields.stream()
                .map(field -> KNOWN_FIELDS.contains(field) ? field : "a field that is none of the API's")
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** Whether an answer is streamed decides what the next step of the route gets: the endpoint says so, not a body. */
    private static Map<String, Object> withoutStream(Map<String, Object> fields) {
        if (Boolean.TRUE.equals(fields.get("stream"))) {
            throw new ClaudeInvalidRequestException(
                    "The request in the message body sets stream; set stream=true on the endpoint instead. Nothing was"
                            + " sent");
        }
        fields.remove("stream");
        return fields;
    }

    /** {@code output_config} has independent parts: an effort in a body leaves the schema of the endpoint in force. */
    static void overlay(Map<String, Object> fields, Map<String, Object> over) {
        over.forEach((name, value) -> {
            if ("output_config".equals(name)
                    && value instanceof Map<?, ?> outer
                    && fields.get(name) instanceof Map<?, ?> inner) {
                Map<Object, Object> merged = new LinkedHashMap<>(inner);
                merged.putAll(outer);
                fields.put(name, merged);
            } else if (value != null) {
                fields.put(name, value);
            }
        });
    }

    private void headers(Message message, Map<String, Object> fields) {
        text(message, ClaudeConstants.MODEL, fields, "model");
        text(message, ClaudeConstants.SYSTEM, fields, "system");
        if (settings.allowedHeaders().contains(ClaudeConstants.MAX_TOKENS)) {
            Object value = message.getHeader(ClaudeConstants.MAX_TOKENS);
            if (value != null) {
                fields.put("max_tokens", maxTokens(message, value));
            }
        }
    }

    private void text(Message message, String header, Map<String, Object> fields, String field) {
        if (settings.allowedHeaders().contains(header)) {
            String value = message.getHeader(header, String.class);
            if (value != null && !value.isBlank()) {
                fields.put(field, value);
            }
        }
    }

    private static long maxTokens(Message message, Object value) {
        Long tokens = message.getExchange()
                .getContext()
                .getTypeConverter()
                .tryConvertTo(Long.class, message.getExchange(), value);
        if (tokens == null || tokens < 1) {
            throw new ClaudeInvalidRequestException("Header " + ClaudeConstants.MAX_TOKENS + "=" + value
                    + " must be a whole number of at least 1. Nothing was sent");
        }
        return tokens;
    }

    static void requireModel(Map<String, Object> fields) {
        if (!(fields.get("model") instanceof String model) || model.isBlank()) {
            throw new ClaudeInvalidRequestException("There is no model: the endpoint leaves it to the header "
                    + ClaudeConstants.MODEL + " of each message, and this one has none. Nothing was sent");
        }
    }
}
