/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelclaude.simulator.message.MessagesRequest;
import io.github.camelclaude.simulator.seed.Seed;
import io.github.camelclaude.simulator.tokens.TokenCounter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** A block of thinking: with a budget always, adaptively for every other content and not at low effort. */
record Thinking(String text, String signature, long tokens) {

    private static final AnswerLength LENGTH = AnswerLength.around(120, 0.9);

    /** What is thought before the answer, or null. At most half of what may be said goes into it. */
    static Thinking before(MessagesRequest request, List<String> texts, Seed seed) {
        JsonNode thinking = request.body().path("thinking");
        long most = request.maxTokens() / 2;
        switch (thinking.path("type").asText()) {
            case "enabled" ->
                most = Math.min(most, thinking.path("budget_tokens").asLong());
            case "adaptive" -> {
                String effort =
                        request.body().path("output_config").path("effort").asText("high");
                if (effort.equals("low") || seed.with("thinks").below(2) == 0) {
                    return null;
                }
            }
            default -> {
                return null;
            }
        }
        long tokens = Math.min(most, LENGTH.of(seed.with("thinking")));
        if (tokens < 1) {
            return null;
        }
        boolean shown = !thinking.path("display").asText().equals("omitted");
        return new Thinking(shown ? thought(texts, tokens, request) : "", signature(seed), tokens);
    }

    private static String thought(List<String> texts, long tokens, MessagesRequest request) {
        String about = "The user writes: " + new Extract(texts).summary(2_000);
        return about.substring(
                0,
                Math.max(
                        1,
                        TokenCounter.prefixLength(
                                about, tokens, request.model().rules().dense())));
    }

    private static String signature(Seed seed) {
        String letters = "simulated-" + Long.toHexString(seed.with("signature").value());
        return Base64.getEncoder().encodeToString(letters.getBytes(StandardCharsets.UTF_8));
    }

    ObjectNode block() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "thinking")
                .put("thinking", text)
                .put("signature", signature);
    }
}
