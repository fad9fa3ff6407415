/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.prefix.recorded;

import io.github.camelclaude.prefix.CacheLife;
import io.github.camelclaude.prefix.CachePlan;
import io.github.camelclaude.prefix.CachePrefix;
import io.github.camelclaude.prefix.MarkMode;
import io.github.camelclaude.prefix.MarkPlanner;
import io.github.camelclaude.prefix.PlannedRequest;
import io.github.camelclaude.prefix.TokenMeasure;
import io.github.camelclaude.prefix.recorded.RecordedPrompts.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Where a prompt is marked by whom; all know the same of it. */
enum Marking {
    /** Nothing is. */
    NONE("no marks", prompt -> Set.of()),
    /** As Spring AI's SYSTEM_ONLY and LangChain4j's cacheSystemMessages do: the end of what is fixed. */
    FIXED("the end of what is fixed", prompt -> prompt.fixed() == 0 ? Set.of() : Set.of(prompt.fixed() - 1)),
    /** As Spring AI's CONVERSATION_HISTORY does: the end of what is fixed, and the last message of the user. */
    FIXED_AND_LAST(
            "the end of what is fixed, the last message",
            prompt -> prompt.fixed() == 0
                    ? Set.of(prompt.blocks().size() - 1)
                    : Set.of(prompt.fixed() - 1, prompt.blocks().size() - 1)),
    /** As the service's automatic mode does. */
    LAST("the last block (automatic)", prompt -> Set.of(prompt.blocks().size() - 1)),
    /** As this component does for a question behind a prefix. */
    PLANNED_QUESTION("planned, a question behind a prefix", prompt -> Set.of()),
    /** As this component does for a conversation, behind a prefix if there is one. */
    PLANNED_CONVERSATION("planned, a conversation", prompt -> Set.of());

    private final String words;
    private final Function<Prompt, Set<Integer>> marks;

    Marking(String words, Function<Prompt, Set<Integer>> marks) {
        this.words = words;
        this.marks = marks;
    }

    boolean isPlanned() {
        return this == PLANNED_QUESTION || this == PLANNED_CONVERSATION;
    }

    String words() {
        return words;
    }

    /**
     * @param marked the blocks that are marked
     * @param plan   what the component knows of it; NONE where others mark
     */
    record Marked(TreeSet<Integer> marked, CachePlan plan) {}

    Marked of(Prompt prompt) {
        return isPlanned() ? planned(prompt) : new Marked(new TreeSet<>(marks.apply(prompt)), CachePlan.NONE);
    }

    /** Texts are short here; how long they are is in them. */
    private static final TokenMeasure MEASURE = new TokenMeasure() {
        @Override
        public long anyTools() {
            return 0;
        }

        @Override
        public long turn() {
            return 0;
        }

        @Override
        public long structure(Object structure) {
            return 0;
        }

        @Override
        public long block(Object block) {
            String text = (String) ((Map<?, ?>) block).get("text");
            return Long.parseLong(text.substring(text.indexOf(':') + 1));
        }
    };

    private Marked planned(Prompt prompt) {
        List<String> texts = IntStream.range(0, prompt.blocks().size())
                .mapToObj(i -> prompt.blocks().get(i) + ":" + prompt.tokensOf(i))
                .toList();
        CachePrefix prefix = null;
        if (prompt.fixed() > 0) {
            CachePrefix.Builder builder =
                    CachePrefix.named("fixed-" + prompt.blocks().get(0));
            texts.subList(0, prompt.fixed()).forEach(builder::document);
            prefix = builder.build();
        }
        List<Object> content = new ArrayList<>();
        texts.subList(prompt.fixed(), texts.size()).forEach(text -> content.add(Map.of("type", "text", "text", text)));
        PlannedRequest planned = MarkPlanner.plan(
                Map.of("messages", List.of(Map.of("role", "user", "content", content))),
                prefix,
                new MarkPlanner.Wish(
                        CacheLife.FIVE_MINUTES,
                        MarkMode.planned,
                        this == PLANNED_CONVERSATION,
                        Set.of(),
                        CacheRun.LEAST_TOKENS),
                MEASURE);
        TreeSet<Integer> marked = new TreeSet<>();
        List<?> blocks = (List<?>) ((Map<?, ?>) ((List<?>) planned.body().get("messages")).get(0)).get("content");
        for (int i = 0; i < blocks.size(); i++) {
            if (((Map<?, ?>) blocks.get(i)).containsKey("cache_control")) {
                marked.add(i);
            }
        }
        return new Marked(marked, planned.plan());
    }
}
