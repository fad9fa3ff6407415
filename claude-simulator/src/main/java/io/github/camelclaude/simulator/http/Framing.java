/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelclaude.simulator.answer.MessageEvent;
import io.github.camelclaude.simulator.error.ApiError;
import io.vertx.core.buffer.Buffer;

/** How events become bytes. */
interface Framing {

    String contentType();

    Buffer event(MessageEvent event);

    /** An event whose data is not JSON. */
    Buffer garbled(MessageEvent event);

    /** An error after the stream has begun with 200. */
    Buffer error(ApiError error);

    /** Server-sent events, as the API itself and Vertex AI send them. */
    Framing SERVER_SENT_EVENTS = new Framing() {

        @Override
        public String contentType() {
            return "text/event-stream; charset=utf-8";
        }

        @Override
        public Buffer event(MessageEvent event) {
            return frame(event.name(), Json.write(event.data()));
        }

        @Override
        public Buffer garbled(MessageEvent event) {
            Buffer data = Json.write(event.data());
            return frame(event.name(), data.getBuffer(0, data.length() / 2));
        }

        @Override
        public Buffer error(ApiError error) {
            ObjectNode data = error.json(null);
            return frame("error", Json.write(data));
        }

        private Buffer frame(String name, Buffer data) {
            return Buffer.buffer("event: ")
                    .appendString(name)
                    .appendString("\ndata: ")
                    .appendBuffer(data)
                    .appendString("\n\n");
        }
    };
}
