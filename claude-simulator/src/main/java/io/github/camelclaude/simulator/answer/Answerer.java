/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.camelclaude.simulator.message.MessagesRequest;
import io.github.camelclaude.simulator.seed.Seed;
import io.github.camelclaude.simulator.tokens.TokenCounter;
import java.util.List;

/** Gives every request its answer; equal requests get equal answers. */
public final class Answerer {

    private static final int MOST_CODE_POINTS = 1 << 20;
    private final Seed seed;
    private final AnswerLength length;

    public Answerer(long seed, AnswerLength length) {
        this.seed = Seed.of(seed);
        this.length = length;
    }

    /**
     * The answer to a request.
     *
     * @param promptTokens tokens of its input; together with the answer they fit the model's context
     * @param wanted how long a free answer shall be, or null for the usual length
     */
    public Answer answer(MessagesRequest request, long promptTokens, AnswerLength wanted) {
        if (request.maxTokens() == 0) {
            return new Answer(JsonNodeFactory.instance.arrayNode(), "max_tokens", null, 0, 0);
        }
        List<String> texts = request.userTexts();
        Seed own = seedOf(request, texts);
        Thinking thinking = Thinking.before(request, texts, own);
        Room room = Room.in(request, promptTokens, thinking == null ? 0 : thinking.tokens());
        Answer answer = said(request, texts, own, room, wanted == null ? length : wanted);
        return thinking == null ? answer : answer.after(thinking.block(), thinking.tokens());
    }

    private static Answer said(MessagesRequest request, List<String> texts, Seed own, Room room, AnswerLength length) {
        ToolUse tool = ToolUse.wanted(request, texts, own);
        if (tool != null) {
            return tool.answer(request, room);
        }
        String text = request.schema()
                .map(schema -> new SchemaInstance(schema, texts, own).build().toString())
                .orElseGet(() -> freeText(texts, own, request, length));
        return ended(text, request, room);
    }

    private Seed seedOf(MessagesRequest request, List<String> texts) {
        Seed own = seed.with(request.model().id());
        for (String text : texts) {
            own = own.with(text);
        }
        return own;
    }

    /** The user's own words; again from the start where they run out before an exact length is reached. */
    private static String freeText(List<String> texts, Seed own, MessagesRequest request, AnswerLength length) {
        boolean dense = request.model().rules().dense();
        long wanted = length.of(own);
        Extract extract = new Extract(texts);
        if (extract.isEmpty()) {
            return "There is no text to work with.";
        }
        if (!length.exact()) {
            String summary = extract.summary((int) Math.min(MOST_CODE_POINTS, 40 + wanted * 4));
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

    /** Ends at the first stop sequence, or where the room ends. */
    private static Answer ended(String text, MessagesRequest request, Room room) {
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
        if (tokens > room.tokens()) {
            String shortened = stopped.substring(0, TokenCounter.prefixLength(stopped, room.tokens(), dense));
            return Answer.text(shortened, room.stopReason(), null, room.tokens());
        }
        return Answer.text(stopped, stopSequence == null ? "end_turn" : "stop_sequence", stopSequence, tokens);
    }

    static JsonNode schemaInstance(JsonNode schema, List<String> texts, Seed seed) {
        return new SchemaInstance(schema, texts, seed).build();
    }
}
