/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.answer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelclaude.simulator.tokens.Usage;

/**
 * An answer as a message of the API.
 *
 * @param id the message's id
 * @param model the model's id as the caller is told it
 * @param answer what it says
 * @param usage what it used
 * @param serviceTier {@code standard} or {@code batch}
 * @param speed {@code standard} or {@code fast}
 * @param inferenceGeo {@code global} or {@code us}
 */
public record Served(
        String id, String model, Answer answer, Usage usage, String serviceTier, String speed, String inferenceGeo) {

    /** The whole message. */
    public ObjectNode json() {
        ObjectNode message = head();
        message.set("content", answer.content());
        end(message);
        message.set("usage", usageJson(usage));
        return message;
    }

    /** A message that has just begun: no content yet, and hardly any output. */
    public ObjectNode startJson() {
        ObjectNode message = head();
        message.putArray("content");
        message.putNull("stop_reason");
        message.putNull("stop_sequence");
        message.putNull("stop_details");
        message.putNull("container");
        message.set("usage", usageJson(usage.withOutput(Math.min(1, usage.output()), 0)));
        return message;
    }

    /** Why the message ends. */
    public ObjectNode endJson() {
        ObjectNode delta = JsonNodeFactory.instance.objectNode();
        end(delta);
        return delta;
    }

    /** The usage when everything has been produced. */
    public ObjectNode finalUsageJson() {
        ObjectNode json = usageJson(usage);
        json.remove("service_tier");
        json.remove("inference_geo");
        json.remove("speed");
        json.remove("cache_creation");
        return json;
    }

    private ObjectNode head() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("type", "message")
                .put("role", "assistant")
                .put("model", model);
    }

    private void end(ObjectNode json) {
        json.put("stop_reason", answer.stopReason());
        json.put("stop_sequence", answer.stopSequence());
        if (answer.stopReason().equals("refusal")) {
            json.putObject("stop_details")
                    .put("type", "refusal")
                    .put("category", "general_harms")
                    .put("explanation", "The simulator was asked to refuse.");
        } else {
            json.putNull("stop_details");
        }
        json.putNull("container");
    }

    private ObjectNode usageJson(Usage used) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("input_tokens", used.input());
        json.put("cache_creation_input_tokens", used.cacheWrites());
        json.put("cache_read_input_tokens", used.cacheRead());
        json.putObject("cache_creation")
                .put("ephemeral_5m_input_tokens", used.cacheWrite5m())
                .put("ephemeral_1h_input_tokens", used.cacheWrite1h());
        json.put("output_tokens", used.output());
        json.putObject("output_tokens_details").put("thinking_tokens", used.thinking());
        json.putNull("server_tool_use");
        json.put("service_tier", serviceTier);
        json.put("inference_geo", inferenceGeo);
        json.put("speed", speed);
        return json;
    }
}
