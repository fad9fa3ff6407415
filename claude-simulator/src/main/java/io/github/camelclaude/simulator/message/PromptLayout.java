/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelclaude.simulator.cache.CacheQuery;
import io.github.camelclaude.simulator.cache.CacheQuery.Mark;
import io.github.camelclaude.simulator.cache.CacheQuery.Prefix;
import io.github.camelclaude.simulator.cache.Ttl;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The order in which a request becomes a prompt: tools, system, messages, block by block, with the tokens and the hash of
 * everything up to each. What changes only a later part of the prompt enters the hash where that part begins:
 *
 * <ul>
 *   <li>before the system prompt: web search, citations, speed, the answer's schema
 *   <li>before the messages: tool choice, whether there are images, thinking, effort
 * </ul>
 */
public final class PromptLayout {

    private final MessagesRequest request;
    private final boolean dense;
    private final MessageDigest digest;
    private final List<Prefix> prefixes = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();
    private int lastCacheable = -1;
    private long tokens;

    private PromptLayout(MessagesRequest request) {
        this.request = request;
        this.dense = request.model().rules().dense();
        this.digest = sha256();
    }

    /** The prompt for the cache, or empty if nothing in it is marked. */
    public static Optional<CacheQuery> marked(MessagesRequest request, String scope) {
        return CacheMarkRules.hasMarks(request.body())
                ? Optional.of(new PromptLayout(request).query(scope))
                : Optional.empty();
    }

    private CacheQuery query(String scope) {
        JsonNode body = request.body();
        tokens = Prompt.start(body);
        for (JsonNode tool : body.path("tools")) {
            block(tool, Prompt.ofTool(tool, dense), true);
        }
        tokens += Prompt.ofFormat(body, dense);
        mix("system", toggles(body));
        blocks(body.path("system"));
        mix("messages", messageOptions(body));
        JsonNode messages = body.path("messages");
        int thoughtAnew = Prompt.firstTurnWithThinking(request);
        for (int i = 0; i < messages.size(); i++) {
            tokens += Prompt.PER_MESSAGE;
            mix("role", messages.get(i).path("role"));
            message(messages.get(i).path("content"), i >= thoughtAnew);
        }
        automaticMark(body);
        return new CacheQuery(scope, prefixes, marks, request.model().minCacheTokens(), tokens);
    }

    private void message(JsonNode content, boolean withThinking) {
        if (content.isTextual()) {
            blocks(content);
            return;
        }
        for (JsonNode block : content) {
            boolean thinking = block.path("type").asText().endsWith("thinking");
            if (!thinking || withThinking) {
                block(block, Prompt.ofBlock(block, dense), !thinking);
            }
        }
    }

    private void blocks(JsonNode content) {
        if (content.isTextual()) {
            block(content, Prompt.ofContent(content, dense), true);
            return;
        }
        for (JsonNode block : content) {
            block(block, Prompt.ofBlock(block, dense), true);
        }
    }

    private void block(JsonNode block, long blockTokens, boolean cacheable) {
        tokens += blockTokens;
        JsonNode mark = block.path("cache_control");
        mix("block", unmarked(block));
        if (mark.isObject()) {
            marks.add(new Mark(prefixes.size(), ttl(mark)));
        }
        if (cacheable && !block.path("text").asText("x").isEmpty()) {
            lastCacheable = prefixes.size();
        }
        prefixes.add(new Prefix(HexFormat.of().formatHex(copyOf(digest).digest()), tokens));
    }

    private void automaticMark(JsonNode body) {
        JsonNode automatic = body.path("cache_control");
        if (automatic.isObject()
                && lastCacheable >= 0
                && marks.stream().noneMatch(mark -> mark.position() == lastCacheable)) {
            marks.add(new Mark(lastCacheable, ttl(automatic)));
        }
    }

    private static Ttl ttl(JsonNode mark) {
        return mark.path("ttl").asText("5m").equals("1h") ? Ttl.HOUR : Ttl.FIVE_MINUTES;
    }

    private static JsonNode unmarked(JsonNode block) {
        if (!block.has("cache_control")) {
            return block;
        }
        ObjectNode copy = block.deepCopy();
        copy.remove("cache_control");
        return copy;
    }

    private static JsonNode toggles(JsonNode body) {
        boolean search =
                body.path("tools").findValuesAsText("type").stream().anyMatch(type -> type.startsWith("web_search"));
        return JsonNodeFactory.instance
                .objectNode()
                .put("web_search", search)
                .put(
                        "citations",
                        body.path("messages").findValues("citations").stream().anyMatch(JsonNode::isObject))
                .put("speed", body.path("speed").asText("standard"))
                .set("format", body.path("output_config").path("format").deepCopy());
    }

    private static JsonNode messageOptions(JsonNode body) {
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        options.set("tool_choice", body.path("tool_choice"));
        options.put("images", body.path("messages").findValuesAsText("type").contains("image"));
        options.set("thinking", body.path("thinking"));
        options.set("effort", body.path("output_config").path("effort"));
        return options;
    }

    private void mix(String what, JsonNode node) {
        digest.update(what.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(node.toString().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static MessageDigest copyOf(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Every Java's SHA-256 can be copied", e);
        }
    }
}
