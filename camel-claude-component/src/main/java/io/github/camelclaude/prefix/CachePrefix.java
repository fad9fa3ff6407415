/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.prefix;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A named beginning of prompts, in layers: tools, system prompt, documents, shared history. It never changes, and its content
 * is the same byte for byte on every node. Marks that its blocks bring along are dropped: where it is marked is planned.
 */
public final class CachePrefix {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** What a prefix is made of, in the order of the prompt. */
    public enum Part {
        /** Tool definitions. */
        TOOLS,
        /** Text blocks of the system prompt. */
        SYSTEM,
        /** Blocks in front of the first turn. */
        DOCUMENTS,
        /** Turns in front of the call's own. */
        HISTORY
    }

    /**
     * One layer.
     *
     * @param blocks tool definitions, blocks, or turns whose content is a list of blocks
     * @param life   how long it is cached, or null for as long as the call says
     */
    public record Layer(List<Map<String, Object>> blocks, CacheLife life) {}

    private final String name;
    private final Map<Part, Layer> layers;

    private CachePrefix(String name, Map<Part, Layer> layers) {
        this.name = name;
        this.layers = layers;
    }

    /** Whether this can be the name of one. */
    public static boolean isName(String name) {
        return name != null && NAME.matcher(name).matches();
    }

    /** @throws IllegalArgumentException if the name has other characters than letters, digits, dot, dash and underscore */
    public static Builder named(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("A cache prefix must have a name of letters, digits, dots, dashes and"
                    + " underscores, of 64 characters at most, that begins with a letter or a digit; this is none: "
                    + name);
        }
        return new Builder(name);
    }

    public String name() {
        return name;
    }

    /** Those that it has, in the order of the prompt. */
    public Map<Part, Layer> layers() {
        return layers;
    }

    List<Map<String, Object>> blocks(Part part) {
        return layers.containsKey(part) ? layers.get(part).blocks() : List.of();
    }

    boolean has(Part part) {
        return layers.containsKey(part);
    }

    /** How long a layer lives if calls say so many themselves. */
    CacheLife life(Part part, CacheLife wished) {
        CacheLife own = layers.get(part).life();
        return own == null ? wished : own;
    }

    /** Whether both are the same up to the end of this part, and go on differently behind it. */
    public boolean shares(Part end, CachePrefix other) {
        for (Part part : Part.values()) {
            boolean same = blocks(part).equals(other.blocks(part));
            if (part.compareTo(end) <= 0 && !same) {
                return false;
            }
            if (part.compareTo(end) > 0 && !same) {
                return has(end);
            }
            if (part.compareTo(end) > 0 && has(part)) {
                return false;
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CachePrefix prefix && prefix.name.equals(name) && prefix.layers.equals(layers);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, layers);
    }

    /** No word of its content. */
    @Override
    public String toString() {
        return "cache prefix " + name + " of " + layers.keySet();
    }

    /** Makes a prefix. Not for several threads. */
    public static final class Builder {

        private final String name;
        private final Map<Part, List<Map<String, Object>>> blocks = new EnumMap<>(Part.class);
        private final Map<Part, CacheLife> lives = new EnumMap<>(Part.class);
        private CacheLife life;

        private Builder(String name) {
            this.name = name;
        }

        /** How long layers live that say nothing themselves. */
        public Builder life(CacheLife all) {
            this.life = all;
            return this;
        }

        /** How long a layer lives; none may live longer than one before it. */
        public Builder life(Part part, CacheLife own) {
            lives.put(part, own);
            return this;
        }

        /** Tool definitions as the API has them. */
        public Builder tools(Collection<? extends Map<?, ?>> definitions) {
            return add(Part.TOOLS, definitions);
        }

        public Builder system(String text) {
            return add(Part.SYSTEM, List.of(text(text)));
        }

        /** A plain-text document. */
        public Builder document(String text) {
            return add(Part.DOCUMENTS, List.of(text(text)));
        }

        /** Blocks as the API has them: documents, images, texts. */
        public Builder documents(Collection<? extends Map<?, ?>> documentBlocks) {
            return add(Part.DOCUMENTS, documentBlocks);
        }

        /** Turns, each with a role and a content. */
        public Builder history(Collection<? extends Map<?, ?>> turns) {
            return add(Part.HISTORY, turns);
        }

        /** Adds to a layer; the names of all maps get their alphabetical order, so that equal content is the same. */
        public Builder add(Part part, Collection<? extends Map<?, ?>> content) {
            content.forEach(block -> add(part, Ordered.sorted(unmarked(part, block))));
            return this;
        }

        /** Adds to a layer what was read from a text: in the order that stands there, which is the same everywhere. */
        public Builder addAsWritten(Part part, Collection<? extends Map<?, ?>> content) {
            content.forEach(block -> add(part, Ordered.kept(unmarked(part, block))));
            return this;
        }

        private void add(Part part, Map<String, Object> block) {
            List<Map<String, Object>> layer = blocks.computeIfAbsent(part, name -> new ArrayList<>());
            switch (part) {
                case TOOLS -> layer.add(tool(block));
                case SYSTEM -> layer.add(textOnly(block));
                case DOCUMENTS -> layer.add(block(block));
                case HISTORY -> layer.add(turn(block, layer.isEmpty()));
            }
        }

        private Map<String, Object> tool(Map<String, Object> tool) {
            if (!(tool.get("name") instanceof String)) {
                throw wrong("a tool without a name");
            }
            return tool;
        }

        private Map<String, Object> textOnly(Map<String, Object> block) {
            if (!"text".equals(block.get("type"))) {
                throw wrong("a system prompt that is not text: documents are a layer of their own");
            }
            return block(block);
        }

        private Map<String, Object> block(Map<String, Object> block) {
            if (!(block.get("type") instanceof String type)) {
                throw wrong("a block without a type");
            }
            if (type.equals("text") && String.valueOf(block.get("text")).isBlank()) {
                throw wrong("an empty text");
            }
            return block;
        }

        @SuppressWarnings("unchecked")
        private Map<String, Object> turn(Map<String, Object> turn, boolean first) {
            Object role = turn.get("role");
            if (!"user".equals(role) && (first || !"assistant".equals(role) && !"system".equals(role))) {
                throw wrong("a turn of the role " + (role instanceof String ? role : "none")
                        + ": the first must be the user's, others the user's or the assistant's");
            }
            Object content = turn.get("content");
            List<?> list = content instanceof List<?> given ? given : List.of(text(String.valueOf(content)));
            List<Map<String, Object>> blocksOfTurn = new ArrayList<>();
            for (Object block : list) {
                if (!(block instanceof Map<?, ?> fields)) {
                    throw wrong("a turn whose content is neither text nor blocks");
                }
                blocksOfTurn.add(block((Map<String, Object>) fields));
            }
            if (blocksOfTurn.isEmpty() || content == null) {
                throw wrong("a turn without content");
            }
            Map<String, Object> copy = new LinkedHashMap<>(turn);
            copy.put("content", List.copyOf(blocksOfTurn));
            return Collections.unmodifiableMap(copy);
        }

        /** Adds blocks of another prefix, which are as they have to be. */
        public Builder addRead(Part part, List<Map<String, Object>> layer) {
            layer.forEach(block -> add(part, block));
            return this;
        }

        public boolean isEmpty() {
            return blocks.values().stream().allMatch(List::isEmpty);
        }

        private static Map<?, ?> unmarked(Part part, Map<?, ?> block) {
            return part == Part.HISTORY ? WrittenMark.unmarkedTurn(block) : WrittenMark.unmarked(block);
        }

        private static Map<String, Object> text(String text) {
            Map<String, Object> block = new LinkedHashMap<>();
            block.put("type", "text");
            block.put("text", text);
            return block;
        }

        private IllegalArgumentException wrong(String what) {
            return new IllegalArgumentException("The cache prefix " + name + " has " + what);
        }

        /** @throws IllegalArgumentException if it is empty, or a layer would outlive one before it */
        public CachePrefix build() {
            if (isEmpty()) {
                throw new IllegalArgumentException("The cache prefix " + name
                        + " is empty: it needs at least one of tools, system, documents and history");
            }
            Map<Part, Layer> layers = new EnumMap<>(Part.class);
            Part before = null;
            for (Part part : Part.values()) {
                if (!blocks.getOrDefault(part, List.of()).isEmpty()) {
                    CacheLife own = lives.getOrDefault(part, life);
                    layers.put(part, new Layer(List.copyOf(blocks.get(part)), own));
                    if (before != null && outlives(own, layers.get(before).life())) {
                        throw new IllegalArgumentException("The cache prefix " + name + " has life=1h for " + part
                                + " behind " + before + " with 5m: what lives longer has to come first");
                    }
                    before = part;
                }
            }
            return new CachePrefix(name, Collections.unmodifiableMap(layers));
        }

        private static boolean outlives(CacheLife life, CacheLife before) {
            return life == CacheLife.ONE_HOUR && before == CacheLife.FIVE_MINUTES;
        }
    }
}
