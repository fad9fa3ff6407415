/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.prefix;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code cache_control} as it stands on tools and blocks, and where it may stand. */
final class WrittenMark {

    static final String FIELD = "cache_control";

    /** Blocks whose content is blocks that may be marked. */
    private static final Set<String> HOLDERS = Set.of("tool_result", "mcp_tool_result", "search_result");

    /** What is none of these is passed over: a mark where the API does not take one fails the whole call. */
    private static final Set<String> MARKABLE = Set.of(
            "text",
            "image",
            "document",
            "search_result",
            "tool_use",
            "tool_result",
            "server_tool_use",
            "web_search_tool_result");

    private WrittenMark() {}

    static Map<String, Object> of(CacheLife life) {
        Map<String, Object> mark = new LinkedHashMap<>();
        mark.put("type", "ephemeral");
        mark.put("ttl", life.label());
        return mark;
    }

    /** How long the mark of a tool, a block or a request lives; null if it has none. */
    static CacheLife life(Map<?, ?> holder) {
        if (!(holder.get(FIELD) instanceof Map<?, ?> mark)) {
            return null;
        }
        return CacheLife.ONE_HOUR.label().equals(mark.get("ttl")) ? CacheLife.ONE_HOUR : CacheLife.FIVE_MINUTES;
    }

    /** All marks of a block, those inside of it first, as the API reads them. */
    static List<CacheLife> lives(Map<?, ?> block) {
        List<CacheLife> lives = new ArrayList<>();
        inner(block).forEach(inside -> {
            if (inside instanceof Map<?, ?> map) {
                lives.addAll(lives(map));
            }
        });
        CacheLife own = life(block);
        if (own != null) {
            lives.add(own);
        }
        return lives;
    }

    /** The same without any mark; the same object if it has none. */
    static Map<?, ?> unmarked(Map<?, ?> block) {
        if (lives(block).isEmpty() && !block.containsKey(FIELD)) {
            return block;
        }
        Map<Object, Object> copy = new LinkedHashMap<>(block);
        copy.remove(FIELD);
        if (HOLDERS.contains(type(block)) && block.get("content") instanceof List<?> content) {
            copy.put("content", unmarked(content));
        }
        if (isHolder(block) && block.get("source") instanceof Map<?, ?> source) {
            Map<Object, Object> inside = new LinkedHashMap<>(source);
            inside.put("content", unmarked(inner(block)));
            copy.put("source", inside);
        }
        return copy;
    }

    /** A turn without any mark in its content. */
    static Map<?, ?> unmarkedTurn(Map<?, ?> turn) {
        if (!(turn.get("content") instanceof List<?> content)) {
            return turn;
        }
        Map<Object, Object> copy = new LinkedHashMap<>(turn);
        copy.put("content", unmarked(content));
        return copy;
    }

    private static List<?> unmarked(List<?> blocks) {
        return blocks.stream()
                .map(block -> block instanceof Map<?, ?> map ? unmarked(map) : block)
                .toList();
    }

    /** Whether a block of the messages or the system prompt can be marked. */
    static boolean canMarkBlock(Map<?, ?> block) {
        String type = type(block);
        return MARKABLE.contains(type)
                && !(type.equals("text") && String.valueOf(block.get("text")).isBlank());
    }

    /** A tool whose definition is only loaded when it is looked for is no part of what is cached. */
    static boolean canMarkTool(Map<?, ?> tool) {
        return !Boolean.TRUE.equals(tool.get("defer_loading"));
    }

    private static List<?> inner(Map<?, ?> block) {
        if (HOLDERS.contains(type(block)) && block.get("content") instanceof List<?> content) {
            return content;
        }
        return isHolder(block) && ((Map<?, ?>) block.get("source")).get("content") instanceof List<?> content
                ? content
                : List.of();
    }

    private static boolean isHolder(Map<?, ?> block) {
        return type(block).equals("document")
                && block.get("source") instanceof Map<?, ?> source
                && "content".equals(source.get("type"));
    }

    private static String type(Map<?, ?> block) {
        return block.get("type") instanceof String type ? type : "";
    }
}
