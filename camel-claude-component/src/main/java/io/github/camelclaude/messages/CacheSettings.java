/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.backend.ClaudeRequest;
import io.github.camelclaude.prefix.CacheLife;
import io.github.camelclaude.prefix.CachePrefix;
import io.github.camelclaude.prefix.MarkMode;
import io.github.camelclaude.prefix.PlannedRequest;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;

/**
 * What an endpoint says about the prompt cache.
 *
 * @param prefix       the name of the prefix that calls begin with if they say nothing else, or null
 * @param life         how long entries live where the prefix says nothing; null for what is usual
 * @param marks        who sets the marks
 * @param conversation whether messages are sent again, with more behind them; null to see by their number
 * @param caching      what the component knows
 */
public record CacheSettings(
        String prefix, CacheLife life, MarkMode marks, Boolean conversation, PrefixPlanning caching) {

    /** Which prefix, and who says so. */
    record Named(String prefix, String from) {}

    /** Which prefix a message asks for: by its header, else as before. */
    Named named(Message message, AllowedNames allowedHeaders, Named before) {
        if (allowedHeaders.contains(ClaudeConstants.CACHE_PREFIX)) {
            String header = message.getHeader(ClaudeConstants.CACHE_PREFIX, String.class);
            if (header != null && !header.isBlank()) {
                return checked(new Named(header.strip(), "Header " + ClaudeConstants.CACHE_PREFIX));
            }
        }
        return before;
    }

    /** What the endpoint says. */
    Named named() {
        return new Named(prefix, "cachePrefix");
    }

    private Named checked(Named named) {
        caching.prefixes().named(named.prefix(), named.from());
        return named;
    }

    /**
     * A request with its prefix.
     *
     * @param several whether the body was a conversation rather than a question
     */
    PlannedRequest planned(Map<String, Object> body, Named named, boolean several, CacheLife usual) {
        boolean growing = conversation == null ? several && named.prefix() != null && turns(body) > 1 : conversation;
        return caching.plan(body, named.prefix(), named.from(), this, life == null ? usual : life, growing);
    }

    /**
     * A request to be counted: with its prefix in front, and without marks, which change nothing about the number.
     *
     * @throws ClaudeInvalidRequestException if there is no prefix of the name that the message says, or they don't go together
     */
    public ClaudeRequest counted(ClaudeRequest request, Message message, AllowedNames allowedHeaders) {
        CacheSettings unmarked = new CacheSettings(prefix, life, MarkMode.none, false, caching);
        Named named = named(message, allowedHeaders, named());
        return new ClaudeRequest(unmarked.planned(request.body(), named, false, CacheLife.FIVE_MINUTES)
                .body());
    }

    private static int turns(Map<String, Object> body) {
        return body.get("messages") instanceof List<?> turns ? turns.size() : 0;
    }

    /** A request that only writes the cache: without all that an answer needs, and that can't be without one. */
    PlannedRequest warmUp(Map<String, Object> fields, CachePrefix declared) {
        Map<String, Object> body = new LinkedHashMap<>(fields);
        body.keySet().removeAll(List.of("thinking", "tool_choice", "stop_sequences", "system", "tools"));
        if (body.get("output_config") instanceof Map<?, ?> config) {
            Map<Object, Object> without = new LinkedHashMap<>(config);
            without.remove("format");
            body.put("output_config", without);
            if (without.isEmpty()) {
                body.remove("output_config");
            }
        }
        body.put("max_tokens", 0L);
        body.put("messages", List.of(Conversation.turn("user", ".")));
        CacheSettings prefixOnly = new CacheSettings(null, life, MarkMode.planned, false, caching);
        return caching.plan(body, declared, prefixOnly, life == null ? CacheLife.FIVE_MINUTES : life, false);
    }
}
