/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.cloud;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelclaude.simulator.error.ApiError;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** Frames of the binary event stream: prelude, headers, payload, each guarded by a CRC32. */
public final class EventStream {

    public static final String CONTENT_TYPE = "application/vnd.amazon.eventstream";

    private EventStream() {}

    /** An event of the model, as bytes of JSON. */
    public static byte[] chunk(byte[] json) {
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        payload.put("bytes", Base64.getEncoder().encodeToString(json));
        payload.put("p", "abcdefghijklmnop".substring(0, 1 + json.length % 16));
        return frame(":event-type", "chunk", "event", payload);
    }

    /** A fault of the platform inside a stream that has begun with 200. */
    public static byte[] exception(ApiError error) {
        CloudError shaped = CloudError.bedrock(error);
        return frame(":exception-type", shaped.exceptionType(), "exception", shaped.body());
    }

    private static byte[] frame(String typeHeader, String type, String messageType, ObjectNode payload) {
        Map<String, HeaderValue> headers = new LinkedHashMap<>();
        headers.put(typeHeader, HeaderValue.fromString(type));
        headers.put(":content-type", HeaderValue.fromString("application/json"));
        headers.put(":message-type", HeaderValue.fromString(messageType));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Message(headers, payload.toString().getBytes(StandardCharsets.UTF_8)).encode(out);
        return out.toByteArray();
    }
}
