/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.message;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.error.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** At most four cache marks, hour ones before five-minute ones, and only where a mark can stand. */
final class CacheMarkRules {

    private static final int MOST = 4;

    private CacheMarkRules() {}

    static void check(Field body) {
        List<Field> marks = new ArrayList<>();
        marksOfBlocks(body.get("tools"), marks);
        marksOfBlocks(body.get("system"), marks);
        Field messages = body.get("messages");
        for (Field message : messages.array()) {
            marksOfBlocks(message.get("content"), marks);
        }
        marks.forEach(CacheMarkRules::mark);
        if (body.get("cache_control").isPresent()) {
            Field automatic = body.get("cache_control");
            mark(automatic);
            boolean marked = isOnLastBlock(messages, marks);
            if (marked && !ttl(automatic).equals(ttl(marks.get(marks.size() - 1)))) {
                throw automatic.wrong("the last block already has cache_control with another ttl");
            }
            if (!marked) {
                marks.add(automatic);
            }
        }
        if (marks.size() > MOST) {
            throw new ApiException(ApiError.invalidRequest(
                    "A maximum of 4 blocks with cache_control may be provided. Found %d.".formatted(marks.size())));
        }
        hoursFirst(marks);
    }

    private static void marksOfBlocks(Field blocks, List<Field> marks) {
        if (!blocks.value().isArray()) {
            return;
        }
        for (Field block : blocks.array()) {
            Field mark = block.get("cache_control");
            if (!mark.isPresent()) {
                continue;
            }
            JsonNode value = block.value();
            String type = value.path("type").asText();
            if (type.equals("thinking") || type.equals("redacted_thinking")) {
                throw mark.wrong("cache_control cannot be set for thinking blocks");
            }
            if (type.equals("text") && value.path("text").asText().isEmpty()) {
                throw mark.wrong("cache_control cannot be set for empty text blocks");
            }
            marks.add(mark);
        }
    }

    private static void mark(Field mark) {
        mark.type(Set.of("ephemeral"));
        mark.onlyKnows(Set.of("type", "ttl"));
        mark.ifPresent("ttl", ttl -> ttl.oneOf("5m", "1h"));
    }

    private static String ttl(Field mark) {
        return mark.value().path("ttl").asText("5m");
    }

    /** Whether anything of a valid request is marked. */
    static boolean hasMarks(JsonNode body) {
        return body.path("cache_control").isObject()
                || !body.findValues("cache_control").isEmpty();
    }

    private static boolean isOnLastBlock(Field messages, List<Field> marks) {
        if (marks.isEmpty()) {
            return false;
        }
        int last = messages.value().size() - 1;
        int block = messages.value().path(last).path("content").size() - 1;
        return marks.get(marks.size() - 1).path().equals("messages.%d.content.%d.cache_control".formatted(last, block));
    }

    private static void hoursFirst(List<Field> marks) {
        boolean short5m = false;
        for (Field mark : marks) {
            boolean hour = ttl(mark).equals("1h");
            if (hour && short5m) {
                throw mark.wrong("a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block."
                        + " Note that blocks are processed in the following order: `tools`, `system`, `messages`.");
            }
            short5m |= !hour;
        }
    }
}
