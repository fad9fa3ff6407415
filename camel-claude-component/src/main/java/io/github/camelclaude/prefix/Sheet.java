/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.prefix;

import io.github.camelclaude.prefix.CachePrefix.Part;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request that is worked on: its prefix is put in front and its marks are set in copies, the given maps stay as they are.
 * Texts that may have to carry a mark become blocks, and they do in each call alike, so that what comes before a mark is the
 * same with the next one.
 */
final class Sheet {

    /** A block in the order of the prompt. */
    static final class Block {
        final Segment segment;
        /** A copy of its own, or what can't be marked. */
        final Map<String, Object> fields;

        final boolean markable;
        /** Marks that the user has set, those inside of it first. */
        final List<CacheLife> own;

        final int turn;
        boolean ofPrefix;
        long tokens;

        private Block(Segment segment, Map<String, Object> fields, boolean markable, int turn) {
            this.segment = segment;
            this.fields = fields;
            this.markable = markable;
            this.own = WrittenMark.lives(fields);
            this.turn = turn;
        }
    }

    enum Segment {
        TOOLS,
        SYSTEM,
        MESSAGES
    }

    private final Map<String, Object> body;
    private final CachePrefix prefix;
    private final boolean whole;
    private final List<Block> blocks = new ArrayList<>();
    private final Map<Part, Integer> ends = new EnumMap<>(Part.class);
    private int ownTools;
    private boolean ownSystem;

    /**
     * @param prefix what comes in front, or null
     * @param whole  whether any of the messages may get a mark
     */
    Sheet(Map<String, Object> body, CachePrefix prefix, boolean whole) {
        this.body = new LinkedHashMap<>(body);
        this.prefix = prefix;
        this.whole = whole;
        tools();
        system();
        messages();
    }

    Map<String, Object> body() {
        return body;
    }

    List<Block> blocks() {
        return blocks;
    }

    /** The index of the last block of each layer of the prefix. */
    Map<Part, Integer> ends() {
        return ends;
    }

    /** Whether the call has tools of its own between those of the prefix and what follows. */
    boolean hasOwnTools() {
        return ownTools > 0;
    }

    int ownTools() {
        return ownTools;
    }

    boolean hasOwnSystem() {
        return ownSystem;
    }

    /** Whether a block is one of the prefix and not the call's own. */
    boolean isOfPrefix(int block) {
        return blocks.get(block).ofPrefix;
    }

    Object role(int turn) {
        return body.get("messages") instanceof List<?> turns && turns.get(turn) instanceof Map<?, ?> fields
                ? fields.get("role")
                : null;
    }

    private boolean begins(Part part) {
        return prefix != null && prefix.has(part);
    }

    private void tools() {
        List<?> own = body.get("tools") instanceof List<?> list ? list : List.of();
        if (!begins(Part.TOOLS)) {
            own.forEach(this::foreignTool);
            ownTools = prefix == null ? 0 : own.size();
            return;
        }
        List<Object> tools = new ArrayList<>();
        for (Map<String, Object> tool : prefix.blocks(Part.TOOLS)) {
            tools.add(ofPrefix(Segment.TOOLS, tool, WrittenMark.canMarkTool(tool), -1));
        }
        ends.put(Part.TOOLS, blocks.size() - 1);
        for (Object tool : own) {
            if (!isAgain(tool)) {
                tools.add(tool);
                foreignTool(tool);
                ownTools++;
            }
        }
        body.put("tools", tools);
    }

    private void foreignTool(Object tool) {
        if (tool instanceof Map<?, ?> fields) {
            blocks.add(new Block(Segment.TOOLS, named(fields), false, -1));
        }
    }

    /** A tool of the call that the prefix has, too. */
    private boolean isAgain(Object tool) {
        if (!(tool instanceof Map<?, ?> fields)) {
            return false;
        }
        for (Map<String, Object> known : prefix.blocks(Part.TOOLS)) {
            if (known.get("name").equals(fields.get("name"))) {
                if (!known.equals(WrittenMark.unmarked(fields))) {
                    throw new ClaudeInvalidRequestException("The call and its cache prefix " + prefix.name()
                            + " both have a tool " + known.get("name")
                            + ", and they differ; give one of them another name. Nothing was sent");
                }
                return true;
            }
        }
        return false;
    }

    private void system() {
        Object own = body.get("system");
        if (!begins(Part.SYSTEM)) {
            ownSystem = prefix != null && !isNothing(own);
            contents(Segment.SYSTEM, own, false, -1, new ArrayList<>());
            return;
        }
        List<Object> system = new ArrayList<>();
        for (Map<String, Object> block : prefix.blocks(Part.SYSTEM)) {
            system.add(ofPrefix(Segment.SYSTEM, block, WrittenMark.canMarkBlock(block), -1));
        }
        ends.put(Part.SYSTEM, blocks.size() - 1);
        ownSystem = !isNothing(own);
        contents(Segment.SYSTEM, own, true, -1, system);
        body.put("system", system);
    }

    private static boolean isNothing(Object content) {
        return content == null
                || content instanceof CharSequence text && text.isEmpty()
                || content instanceof List<?> list && list.isEmpty();
    }

    private void messages() {
        List<Object> turns = new ArrayList<>();
        List<Map<String, Object>> history = prefix == null ? List.of() : prefix.blocks(Part.HISTORY);
        List<?> own = body.get("messages") instanceof List<?> list ? list : List.of();
        List<Map<String, Object>> documents = prefix == null ? List.of() : prefix.blocks(Part.DOCUMENTS);
        for (Map<String, Object> turn : history) {
            int first = blocks.size();
            turns.add(turn(turn, turns.size(), documents, true));
            documents = List.of();
            blocks.subList(first, blocks.size()).forEach(block -> block.ofPrefix = true);
        }
        if (!history.isEmpty()) {
            ends.put(Part.HISTORY, blocks.size() - 1);
        }
        for (Object turn : own) {
            if (turn instanceof Map<?, ?> fields) {
                if (!documents.isEmpty() && !"user".equals(fields.get("role"))) {
                    turns.add(turn(userTurn(), turns.size(), documents, true));
                    documents = List.of();
                }
                turns.add(turn(fields, turns.size(), documents, whole));
                documents = List.of();
            } else {
                turns.add(turn);
            }
        }
        if (!documents.isEmpty()) {
            turns.add(turn(userTurn(), turns.size(), documents, true));
        }
        if (prefix != null && !turns.isEmpty() || whole) {
            body.put("messages", turns);
        }
    }

    private static Map<String, Object> userTurn() {
        Map<String, Object> turn = new LinkedHashMap<>();
        turn.put("role", "user");
        turn.put("content", List.of());
        return turn;
    }

    /** @param before what comes in front of its content */
    private Object turn(Map<?, ?> turn, int number, List<Map<String, Object>> before, boolean touched) {
        if (before.isEmpty() && !touched) {
            contents(Segment.MESSAGES, turn.get("content"), false, number, new ArrayList<>());
            return turn;
        }
        Map<String, Object> copy = named(turn);
        List<Object> content = new ArrayList<>();
        for (Map<String, Object> document : before) {
            content.add(ofPrefix(Segment.MESSAGES, document, WrittenMark.canMarkBlock(document), number));
        }
        if (!before.isEmpty()) {
            ends.put(Part.DOCUMENTS, blocks.size() - 1);
        }
        if (contents(Segment.MESSAGES, turn.get("content"), true, number, content)) {
            copy.put("content", content);
        }
        return copy;
    }

    /**
     * The blocks of a content.
     *
     * @param touched whether they may get marks
     * @param into    gets them as they are sent
     * @return whether {@code into} can be sent; else the content has to stay as it is
     */
    private boolean contents(Segment segment, Object content, boolean touched, int turn, List<Object> into) {
        if (content instanceof CharSequence text) {
            if (!text.isEmpty()) {
                Map<String, Object> block = text(text);
                into.add(added(segment, block, touched && WrittenMark.canMarkBlock(block), turn).fields);
            }
            return !into.isEmpty();
        }
        if (!(content instanceof List<?> list)) {
            return !into.isEmpty();
        }
        for (Object block : list) {
            if (block instanceof Map<?, ?> fields) {
                Map<String, Object> copy = named(fields);
                into.add(added(segment, copy, touched && WrittenMark.canMarkBlock(copy), turn).fields);
            } else {
                into.add(block);
            }
        }
        return true;
    }

    private Map<String, Object> ofPrefix(Segment segment, Map<String, Object> fields, boolean markable, int turn) {
        Block block = added(segment, fields, markable, turn);
        block.ofPrefix = true;
        return block.fields;
    }

    private Block added(Segment segment, Map<String, Object> fields, boolean markable, int turn) {
        Block block = new Block(segment, new LinkedHashMap<>(fields), markable, turn);
        blocks.add(block);
        return block;
    }

    private static Map<String, Object> text(CharSequence text) {
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("type", "text");
        block.put("text", text.toString());
        return block;
    }

    /** A copy with an order; one that has its own keeps it. */
    private static Map<String, Object> named(Map<?, ?> map) {
        return new LinkedHashMap<>(Ordered.kept(map));
    }
}
