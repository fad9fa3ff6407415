/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelclaude.simulator.message.MessagesRequest;
import io.github.camelclaude.simulator.seed.Seed;
import io.github.camelclaude.simulator.tokens.TokenCounter;
import java.util.List;

/** Gives every request its answer; equal requests get equal answers. */
public final class Answerer {

    private static final int MOST_TEXT_FOR_FREE_ANSWERS = 1 << 20;
    private final Seed seed;
    private final AnswerLength length;

    public Answerer(long seed, AnswerLength length) {
        this.seed = Seed.of(seed);
        this.length = length;
    }

    public Answer answer(MessagesRequest request) {
        List<String> texts = request.userTexts();
        Seed own = seedOf(request, texts);
        if (request.maxTokens() == 0) {
            return new Answer(JsonNodeFactory.instance.arrayNode(), "max_tokens", null, 0, 0);
        }
        ToolUse tool = ToolUse.wanted(request, texts, own);
        if (tool != null) {
            return tool.answer(request);
        }
        String text = request.schema()
                .map(schema -> new SchemaInstance(schema, texts, own).build().toString())
                .orElseGet(() -> freeText(texts, own, request));
        return cut(text, request);
    }

    private Seed seedOf(MessagesRequest request, List<String> texts) {
        Seed own = seed.with(request.model().id());
        for (String text : texts) {
            own = own.with(text);
        }
        return own;
    }

    /** The user's own words; again from the start where they run out before an exact length is reached. */
    private String freeText(List<String> texts, Seed own, MessagesRequest request) {
        boolean dense = request.model().rules().dense();
        long wanted = length.of(own);
        Extract extract = new Extract(texts);
        if (extract.isEmpty()) {
            return "There is no text to work with.";
        }
        if (!length.exact()) {
            String summary = extract.summary((int) Math.min(MOST_TEXT_FOR_FREE_ANSWERS, 40 + wanted * 4));
            return summary.substring(0, Math.max(1, TokenCounter.prefixLength(summary, wanted + 1, dense)));
        }
        StringBuilder text = new StringBuilder();
        while (TokenCounter.count(text, dense) < wanted) {
            for (int i = 0, before = text.length(); text.length() < before + wanted * 4; i++) {
                text.append(extract.piece(i, 200)).append(' ');
            }
        }
        return text.substring(0, TokenCounter.prefixLength(text, wanted, dense));
    }

    private static Answer cut(String text, MessagesRequest request) {
        boolean dense = request.model().rules().dense();
        String stopped = text;
        String stopSequence = null;
        for (String sequence : request.stopSequences()) {
            int at = stopped.indexOf(sequence);
            if (at >= 0) {
                stopped = stopped.substring(0, at);
                stopSequence = sequence;
            }
        }
        long tokens = Math.max(1, TokenCounter.count(stopped, dense));
        if (tokens > request.maxTokens()) {
            String shortened = stopped.substring(0, TokenCounter.prefixLength(stopped, request.maxTokens(), dense));
            return new Answer(blocks(shortened), "max_tokens", null, request.maxTokens(), 0);
        }
        return new Answer(
                blocks(stopped), stopSequence == null ? "end_turn" : "stop_sequence", stopSequence, tokens, 0);
    }

    private static ArrayNode blocks(String text) {
        ArrayNode content = JsonNodeFactory.instance.arrayNode();
        ObjectNode block = content.addObject();
        block.put("type", "text");
        block.put("text", text);
        return content;
    }

    static JsonNode schemaInstance(JsonNode schema, List<String> texts, Seed seed) {
        return new SchemaInstance(schema, texts, seed).build();
    }
}
