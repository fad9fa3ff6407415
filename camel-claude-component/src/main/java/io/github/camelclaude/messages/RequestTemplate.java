/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import io.github.camelclaude.prefix.CacheLife;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** What many requests have in common. Each is made from it and from what it says itself. */
public final class RequestTemplate {

    private final RequestBuilder builder;
    private final CallSettings settings;
    private final Map<String, Object> base;
    private final CacheSettings.Named prefix;

    RequestTemplate(
            RequestBuilder builder, CallSettings settings, Map<String, Object> base, CacheSettings.Named prefix) {
        this.builder = builder;
        this.settings = settings;
        this.base = base;
        this.prefix = prefix;
    }

    /** The name of the prefix that requests begin with, or null for none. */
    public String prefix() {
        return prefix.prefix();
    }

    /** Whether the requests have this field if they do not say so themselves. */
    public boolean says(String field) {
        return base.containsKey(field);
    }

    /** The same, with what the headers of a message say. */
    public RequestTemplate with(Message message) {
        settings.headerMapping().apply(message, settings.mostTokens());
        return new RequestTemplate(
                builder,
                settings,
                builder.withHeaders(base, message),
                settings.cache().named(message, settings.allowedHeaders(), prefix));
    }

    /** The user's turn. */
    public Map<String, Object> text(String prompt) {
        return merged(RequestBuilder.messages(List.of(Conversation.turn("user", prompt))));
    }

    /** Whether a text has anything in it that can be seen; without that it is no prompt. */
    public static boolean isPrompt(String text) {
        return PromptContent.isVisible(text);
    }

    /** The body of a message, whatever the endpoint takes bodies for, as the user's turn. */
    public Map<String, Object> content(Message message) {
        return merged(RequestBuilder.messages(List.of(Conversation.turn("user", PromptContent.of(message)))));
    }

    /**
     * A request that says some of its fields.
     *
     * @param what says it, as the beginning of a sentence
     * @throws ClaudeInvalidRequestException if it says something that {@code allowRequestFields} does not allow
     */
    public Map<String, Object> request(Map<String, Object> fields, String what) {
        return merged(builder.allowed(fields, what));
    }

    /**
     * A message whose body is what the endpoint takes bodies for.
     *
     * @throws ClaudeInvalidRequestException if the message can't become a request
     */
    public Map<String, Object> message(Exchange exchange) {
        settings.headerMapping().apply(exchange.getMessage(), settings.mostTokens());
        return builder.merged(base, exchange);
    }

    /** Whether the API has a field of this name at the top of a request. */
    public static boolean isField(String name) {
        return RequestBuilder.KNOWN_FIELDS.contains(name);
    }

    /**
     * One of these requests as it is sent: with the prefix in front that is named, and its marks.
     *
     * @throws ClaudeInvalidRequestException if there is no such prefix, or the request does not go with it
     */
    public Map<String, Object> planned(Map<String, Object> request, CacheLife usual) {
        return settings.cache().planned(request, prefix, true, usual).body();
    }

    private Map<String, Object> merged(Map<String, Object> over) {
        Map<String, Object> fields = new LinkedHashMap<>(base);
        RequestBuilder.overlay(fields, over);
        return fields;
    }
}
