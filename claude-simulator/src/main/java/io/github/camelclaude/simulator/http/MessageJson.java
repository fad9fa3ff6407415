/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelclaude.simulator.answer.Answer;
import io.github.camelclaude.simulator.service.Call;
import io.github.camelclaude.simulator.tokens.Usage;

/** A message as the API shapes it. */
final class MessageJson {

    private MessageJson() {}

    static ObjectNode whole(Call call) {
        Answer answer = call.answer();
        ObjectNode message = head(call);
        message.set("content", answer.content());
        message.put("stop_reason", answer.stopReason());
        message.put("stop_sequence", answer.stopSequence());
        message.putNull("stop_details");
        message.putNull("container");
        message.set("usage", usage(call.usage()));
        return message;
    }

    static ObjectNode head(Call call) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("id", call.messageId());
        message.put("type", "message");
        message.put("role", "assistant");
        message.put("model", call.request().model().id());
        return message;
    }

    static ObjectNode usage(Usage usage) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("input_tokens", usage.input());
        json.put("cache_creation_input_tokens", usage.cacheWrites());
        json.put("cache_read_input_tokens", usage.cacheRead());
        json.putObject("cache_creation")
                .put("ephemeral_5m_input_tokens", usage.cacheWrite5m())
                .put("ephemeral_1h_input_tokens", usage.cacheWrite1h());
        json.put("output_tokens", usage.output());
        json.putObject("output_tokens_details").put("thinking_tokens", usage.thinking());
        json.putNull("server_tool_use");
        json.put("service_tier", "standard");
        json.put("inference_geo", "global");
        json.put("speed", "standard");
        return json;
    }
}
