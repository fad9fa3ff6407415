/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import com.anthropic.models.messages.Message;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelclaude.backend.AnthropicApi;
import io.github.camelclaude.batch.ledger.Outcome;
import io.github.camelclaude.resilience.ClaudeServerException;
import java.util.Optional;

/** A line of the results of a batch. */
sealed interface ResultLine {

    /** Whose it is, as the service says; null if that can't be told. */
    String customId();

    /** Whose it is; empty if that can't be told, or it is not of our form. */
    default Optional<CustomId> id() {
        return Optional.ofNullable(customId()).flatMap(CustomId::of);
    }

    /**
     * A line that says what became of an item.
     *
     * @param message the answer if there is one, else null
     * @param error   why there is none if the service says so, else null
     */
    record Told(String customId, Outcome outcome, Message message, Problem error) implements ResultLine {}

    /**
     * A line that tells nothing we know.
     *
     * @param line as it came
     * @param why  what is wrong with it, in words
     */
    record Unreadable(String customId, String line, String why) implements ResultLine {}

    /**
     * Why an item has no answer; each part may be null.
     *
     * @param type      as in {@code invalid_request_error}
     * @param message   in words
     * @param requestId what the service calls the request
     */
    record Problem(String type, String message, String requestId) {}

    /** Reads a line; never fails. */
    static ResultLine of(String line) {
        return Parsing.parse(line);
    }

    /** How lines are read. */
    final class Parsing {

        private static final ObjectReader JSON = JsonMapper.builder().build().readerFor(JsonNode.class);

        private Parsing() {}

        private static ResultLine parse(String line) {
            JsonNode tree;
            try {
                tree = JSON.readValue(line);
            } catch (JsonProcessingException e) {
                return new Unreadable(null, line, "it is no JSON: " + e.getOriginalMessage());
            }
            String id = tree.path("custom_id").textValue();
            JsonNode result = tree.path("result");
            String type = result.path("type").asText();
            return switch (type) {
                case "succeeded" -> succeeded(id, result.path("message"), line);
                case "errored" -> new Told(id, Outcome.ERRORED, null, problem(result.path("error")));
                case "canceled" -> new Told(id, Outcome.CANCELED, null, null);
                case "expired" -> new Told(id, Outcome.EXPIRED, null, null);
                default -> new Unreadable(id, line, "its result is of no known type: '" + type + "'");
            };
        }

        private static ResultLine succeeded(String id, JsonNode message, String line) {
            try {
                return new Told(id, Outcome.SUCCEEDED, AnthropicApi.message(message), null);
            } catch (ClaudeServerException e) {
                return new Unreadable(id, line, e.getMessage());
            }
        }

        private static Problem problem(JsonNode told) {
            JsonNode error = told.path("error");
            return new Problem(
                    error.path("type").textValue(),
                    error.path("message").textValue(),
                    told.path("request_id").textValue());
        }
    }
}
