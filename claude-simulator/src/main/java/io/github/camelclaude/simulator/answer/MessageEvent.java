/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One event of a streamed message.
 *
 * @param name its name, equal to {@code data.type}
 * @param data what it carries
 * @param tokens tokens of the answer that have been produced when it is sent
 */
public record MessageEvent(String name, ObjectNode data, long tokens) {

    private static final int CODE_POINTS_PER_DELTA = 16;

    private static MessageEvent of(ObjectNode data, long tokens) {
        return new MessageEvent(data.path("type").asText(), data, tokens);
    }

    /** The events of a message in the order of the API: start, ping, the blocks, the end. */
    public static List<MessageEvent> of(Served served) {
        List<ObjectNode> deltas = new ArrayList<>();
        List<ObjectNode> all = new ArrayList<>();
        all.add(typed("message_start"));
        all.get(0).set("message", served.startJson());
        int index = 0;
        for (JsonNode block : served.answer().content()) {
            all.add(start(index, block));
            if (index == 0) {
                all.add(typed("ping"));
            }
            for (ObjectNode delta : deltas(block)) {
                ObjectNode event = typed("content_block_delta").put("index", index);
                event.set("delta", delta);
                all.add(event);
                deltas.add(event);
            }
            all.add(typed("content_block_stop").put("index", index));
            index++;
        }
        ObjectNode end = typed("message_delta");
        end.set("delta", served.endJson());
        end.set("usage", served.finalUsageJson());
        all.add(end);
        all.add(typed("message_stop"));
        return timed(all, deltas.size(), served.answer().outputTokens());
    }

    /** Tokens are produced evenly over the deltas. */
    private static List<MessageEvent> timed(List<ObjectNode> all, int deltas, long tokens) {
        List<MessageEvent> events = new ArrayList<>(all.size());
        int seen = 0;
        for (ObjectNode data : all) {
            seen += data.path("type").asText().equals("content_block_delta") ? 1 : 0;
            boolean over = data.path("type").asText().startsWith("message_") && !events.isEmpty();
            events.add(of(data, over ? tokens : deltas == 0 ? 0 : tokens * seen / deltas));
        }
        return events;
    }

    private static ObjectNode start(int index, JsonNode block) {
        ObjectNode event = typed("content_block_start").put("index", index);
        ObjectNode empty = block.deepCopy();
        switch (block.path("type").asText()) {
            case "text" -> empty.put("text", "");
            case "thinking" -> empty.put("thinking", "").put("signature", "");
            default -> empty.putObject("input");
        }
        event.set("content_block", empty);
        return event;
    }

    private static List<ObjectNode> deltas(JsonNode block) {
        List<ObjectNode> deltas = new ArrayList<>();
        switch (block.path("type").asText()) {
            case "text" ->
                pieces(block.path("text").asText())
                        .forEach(piece -> deltas.add(typed("text_delta").put("text", piece)));
            case "thinking" -> {
                pieces(block.path("thinking").asText())
                        .forEach(piece -> deltas.add(typed("thinking_delta").put("thinking", piece)));
                deltas.add(typed("signature_delta")
                        .put("signature", block.path("signature").asText()));
            }
            default -> {
                deltas.add(typed("input_json_delta").put("partial_json", ""));
                pieces(block.path("input").toString())
                        .forEach(piece -> deltas.add(typed("input_json_delta").put("partial_json", piece)));
            }
        }
        return deltas;
    }

    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int ahead = Math.min(text.length(), at + 2 * CODE_POINTS_PER_DELTA);
            int left = text.codePointCount(at, ahead);
            boolean last = ahead == text.length() && left <= CODE_POINTS_PER_DELTA;
            int end = last ? text.length() : text.offsetByCodePoints(at, CODE_POINTS_PER_DELTA);
            pieces.add(text.substring(at, end));
            at = end;
        }
        return pieces;
    }

    private static ObjectNode typed(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }
}
