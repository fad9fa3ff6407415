/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.prefix;

import io.github.camelclaude.prefix.CachePrefix.Part;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Requests, prefixes and wishes by chance; the same for the same seed. */
final class RandomPrompts {

    private final Random random;
    private int words;

    RandomPrompts(long seed) {
        this.random = new Random(seed);
    }

    Random random() {
        return random;
    }

    MarkPlanner.Wish wish() {
        Set<Part> ends = EnumSet.noneOf(Part.class);
        for (Part part : Part.values()) {
            if (random.nextInt(4) == 0) {
                ends.add(part);
            }
        }
        return new MarkPlanner.Wish(
                life(),
                MarkMode.values()[random.nextInt(3)],
                random.nextBoolean(),
                ends,
                random.nextInt(3) == 0 ? random.nextInt(600) : 0);
    }

    CachePrefix prefix() {
        return random.nextInt(5) == 0 ? null : anyPrefix();
    }

    CachePrefix anyPrefix() {
        CachePrefix.Builder builder = CachePrefix.named("handbook");
        boolean hour = random.nextBoolean();
        boolean empty = true;
        for (Part part : Part.values()) {
            hour &= random.nextInt(3) > 0;
            if (random.nextBoolean()) {
                empty = false;
                builder.add(part, layer(part));
                builder.life(part, hour ? CacheLife.ONE_HOUR : CacheLife.FIVE_MINUTES);
            }
        }
        return (empty ? builder.system("Be brief " + words++) : builder).build();
    }

    private List<Map<String, Object>> layer(Part part) {
        List<Map<String, Object>> layer = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(part == Part.HISTORY ? 40 : 4); i++) {
            layer.add(
                    switch (part) {
                        case TOOLS -> tool("prefix-" + words++);
                        case SYSTEM -> text();
                        case DOCUMENTS -> random.nextBoolean() ? text() : document();
                        case HISTORY -> turn(i % 2 == 0 ? "user" : "assistant", 3, false);
                    });
        }
        return layer;
    }

    /** A request with any blocks, and often with marks of its own, at most four and in the right order. */
    Map<String, Object> body(boolean marked) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("model", "claude-opus-5-5");
        List<Map<String, Object>> markable = new ArrayList<>();
        if (random.nextBoolean()) {
            List<Object> tools = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(3); i++) {
                Map<String, Object> tool = tool("own-" + words++);
                tools.add(tool);
                markable.add(tool);
            }
            body.put("tools", tools);
        }
        if (random.nextBoolean()) {
            if (random.nextBoolean()) {
                body.put("system", "Own words " + words++);
            } else {
                Map<String, Object> block = text();
                body.put("system", new ArrayList<>(List.of(block)));
                markable.add(block);
            }
        }
        List<Object> messages = new ArrayList<>();
        int turns = 1 + random.nextInt(30);
        for (int i = 0; i < turns; i++) {
            Map<String, Object> turn = turn(i % 2 == 0 ? "user" : "assistant", 6, true);
            messages.add(turn);
            if (turn.get("content") instanceof List<?> blocks) {
                for (Object block : blocks) {
                    @SuppressWarnings("unchecked")
                    Map<String, Object> fields = (Map<String, Object>) block;
                    if (WrittenMark.canMarkBlock(fields)) {
                        markable.add(fields);
                    }
                }
            }
        }
        body.put("messages", messages);
        if (marked && random.nextBoolean()) {
            mark(markable, 1 + random.nextInt(4), body);
        }
        return body;
    }

    private void mark(List<Map<String, Object>> markable, int marks, Map<String, Object> body) {
        TreeMap<Integer, Map<String, Object>> chosen = new TreeMap<>();
        for (int i = 0; i < marks && !markable.isEmpty(); i++) {
            int at = random.nextInt(markable.size());
            chosen.put(at, markable.get(at));
        }
        boolean hour = random.nextBoolean();
        for (Map<String, Object> block : chosen.values()) {
            hour &= random.nextInt(3) > 0;
            block.put("cache_control", mark(hour));
        }
        if (chosen.size() < 4 && random.nextInt(4) == 0 && !chosen.containsKey(markable.size() - 1)) {
            body.put("cache_control", mark(hour && random.nextBoolean()));
        }
    }

    private static Map<String, Object> mark(boolean hour) {
        return hour ? Map.of("type", "ephemeral", "ttl", "1h") : Map.of("type", "ephemeral");
    }

    /** A turn of so many blocks at most. */
    Map<String, Object> turn(String role, int most, boolean any) {
        Map<String, Object> turn = new LinkedHashMap<>();
        turn.put("role", role);
        if (any && random.nextInt(3) == 0) {
            turn.put("content", "Some words " + words++);
            return turn;
        }
        List<Object> content = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(most); i++) {
            content.add(any ? block() : text());
        }
        turn.put("content", content);
        return turn;
    }

    /** A block of any kind that leaves the caching of what is before it alone. */
    Map<String, Object> block() {
        return switch (random.nextInt(8)) {
            case 0 -> fields("type", "thinking", "thinking", "Hm " + words++, "signature", "s");
            case 1 -> fields("type", "redacted_thinking", "data", "d" + words++);
            case 2 -> fields("type", "tool_use", "id", "t" + words++, "name", "own", "input", input());
            case 3 -> fields("type", "tool_result", "tool_use_id", "t" + words++, "content", List.of(text()));
            case 4 -> document();
            case 5 -> fields("type", "of_tomorrow", "what", words++);
            default -> text();
        };
    }

    private Map<String, Object> input() {
        Map<String, Object> input = random.nextBoolean() ? new HashMap<>() : new LinkedHashMap<>();
        input.put("zone", words++);
        input.put("area", Map.of("a", 1, "b", List.of(1, 2)));
        return input;
    }

    private Map<String, Object> text() {
        return fields("type", "text", "text", "Words " + words++ + " and more of them".repeat(random.nextInt(5)));
    }

    private Map<String, Object> document() {
        return fields(
                "type",
                "document",
                "source",
                fields("type", "text", "media_type", "text/plain", "data", "Data " + words++),
                "title",
                "T");
    }

    private static Map<String, Object> tool(String name) {
        return fields(
                "name",
                name,
                "description",
                "Does it",
                "input_schema",
                fields("type", "object", "properties", fields("city", Map.of("type", "string"))));
    }

    private CacheLife life() {
        return random.nextBoolean() ? CacheLife.ONE_HOUR : CacheLife.FIVE_MINUTES;
    }

    static Map<String, Object> fields(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }
}
