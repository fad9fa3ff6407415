/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.service.Call;
import io.vertx.core.http.HttpServerResponse;

/** How a platform dresses what it answers: headers, bodies, errors, streams. */
interface Surface {

    /** Headers of a response, good or bad; the fault may want to spoil them. */
    void headers(Reply reply, Fault fault);

    /** Headers that tell about the answer itself. */
    default void headersOf(HttpServerResponse response, Call call) {}

    /** Headers of a stream that begins. */
    default void headersOfStream(HttpServerResponse response) {}

    void error(Reply reply, ApiError error);

    default ObjectNode body(Call call) {
        return call.served().json();
    }

    default Framing framing(Call call) {
        return Framing.SERVER_SENT_EVENTS;
    }
}
