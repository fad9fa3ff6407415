/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets prompt cache marks live for an hour, since a batch takes up to an hour and more: each {@code cache_control} of type
 * {@code ephemeral} that says no {@code ttl} gets one of {@code 1h}. One that says it is kept. The API wants longer lives
 * before shorter ones, in the order tools, system, messages; so behind a mark of {@code 5m} the others get {@code 5m}.
 *
 * <p>Only where the API has marks: what looks like one in the input of a tool or in a schema is somebody's data. For one
 * request.
 *
 * <p>Source: <a href="https://docs.claude.com/en/docs/build-with-claude/prompt-caching">Prompt caching</a>.
 */
final class CacheMarks {

    private static final String MARK = "cache_control";

    /** Blocks whose content is blocks that may be marked. */
    private static final Set<String> HOLDERS = Set.of("tool_result", "mcp_tool_result", "search_result");

    private boolean shortOnes;

    private CacheMarks() {}

    /** The same request, with lives for all marks. The given one is not changed. */
    static Map<String, Object> living(Map<String, Object> params) {
        CacheMarks marks = new CacheMarks();
        Map<String, Object> living = new LinkedHashMap<>(params);
        living.computeIfPresent("tools", (name, tools) -> marks.each(tools, marks::marked));
        living.computeIfPresent("system", (name, blocks) -> marks.each(blocks, marks::block));
        living.computeIfPresent("messages", (name, messages) -> marks.each(messages, marks::message));
        living.computeIfPresent(MARK, (name, mark) -> marks.mark(mark));
        return living;
    }

    private interface Change {
        void on(Map<String, Object> copy);
    }

    /** Each map of a list, changed; what is no list is kept. */
    private Object each(Object list, Change change) {
        if (!(list instanceof List<?> elements)) {
            return list;
        }
        List<Object> changed = new ArrayList<>(elements.size());
        for (Object element : elements) {
            changed.add(element instanceof Map<?, ?> map ? changed(map, change) : element);
        }
        return changed;
    }

    private static Map<String, Object> changed(Map<?, ?> map, Change change) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((name, value) -> copy.put(String.valueOf(name), value));
        change.on(copy);
        return copy;
    }

    private void message(Map<String, Object> message) {
        message.computeIfPresent("content", (name, blocks) -> each(blocks, this::block));
    }

    /** What is in it comes before its own mark. */
    private void block(Map<String, Object> block) {
        if (block.get("type") instanceof String type) {
            if (HOLDERS.contains(type)) {
                message(block);
            } else if (type.equals("document")
                    && block.get("source") instanceof Map<?, ?> source
                    && "content".equals(source.get("type"))) {
                block.put("source", changed(source, this::message));
            }
        }
        marked(block);
    }

    private void marked(Map<String, Object> holder) {
        holder.computeIfPresent(MARK, (name, mark) -> mark(mark));
    }

    private Object mark(Object mark) {
        if (!(mark instanceof Map<?, ?> map) || !"ephemeral".equals(map.get("type"))) {
            return mark;
        }
        if (map.get("ttl") == null) {
            return changed(map, copy -> copy.put("ttl", shortOnes ? "5m" : "1h"));
        }
        shortOnes |= "5m".equals(map.get("ttl"));
        return mark;
    }
}
