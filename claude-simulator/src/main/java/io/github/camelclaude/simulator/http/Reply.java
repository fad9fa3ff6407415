/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelclaude.simulator.error.ApiError;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** One response in the making: the headers that every response has, and the error envelope. */
final class Reply {

    /** The simulator's own mark: a client can tell that nothing here came from a model. */
    static final String SIMULATED = "x-claude-simulator";

    private static final String REQUEST_ID = "request-id";
    private final RoutingContext context;
    private final String requestId;

    Reply(RoutingContext context, String requestId, String organizationId) {
        this.context = context;
        this.requestId = requestId;
        context.response()
                .putHeader(SIMULATED, "true")
                .putHeader(REQUEST_ID, requestId)
                .putHeader("anthropic-organization-id", organizationId);
    }

    static Reply of(RoutingContext context) {
        return context.get(Reply.class.getName());
    }

    void attach() {
        context.put(Reply.class.getName(), this);
    }

    RoutingContext context() {
        return context;
    }

    HttpServerResponse response() {
        return context.response();
    }

    void workspace(String workspaceId) {
        response().putHeader("anthropic-workspace-id", workspaceId);
    }

    void json(int status, JsonNode body) {
        if (isOver()) {
            return;
        }
        response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .end(Json.write(body));
    }

    void error(ApiError error) {
        if (isOver()) {
            return;
        }
        if (error.retryAfterSeconds() > 0) {
            response().putHeader("retry-after", Long.toString(error.retryAfterSeconds()));
        }
        json(error.status(), envelope(error, requestId));
    }

    /** Ends the connection without another byte. */
    void cut() {
        context.request().connection().close();
    }

    boolean isOver() {
        return response().ended() || response().closed();
    }

    static ObjectNode envelope(ApiError error, String requestId) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("type", "error");
        ObjectNode inner = body.putObject("error");
        inner.put("type", error.type());
        inner.put("message", error.message());
        if (error.code() != null) {
            inner.putObject("details").put("error_code", error.code());
        }
        if (requestId != null) {
            body.put("request_id", requestId);
        }
        return body;
    }
}
