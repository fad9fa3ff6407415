/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelclaude.simulator.cloud.CloudError;
import io.github.camelclaude.simulator.cloud.Platform;
import io.github.camelclaude.simulator.error.ApiError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;

/** One response in the making: the headers that every response has, and the error envelope. */
final class Reply {

    /** The simulator's own mark: a client can tell that nothing here came from a model. */
    static final String SIMULATED = "x-claude-simulator";

    private final RoutingContext context;
    private final String requestId;
    private final Platform platform;

    Reply(RoutingContext context, String requestId, String organizationId) {
        this.context = context;
        this.requestId = requestId;
        this.platform = Platform.of(context.normalizedPath());
        context.response().putHeader(SIMULATED, "true");
        if (platform == Platform.BEDROCK) {
            context.response()
                    .putHeader(
                            "x-amzn-requestid",
                            UUID.nameUUIDFromBytes(requestId.getBytes(UTF_8)).toString());
        } else {
            context.response().putHeader("request-id", requestId);
        }
        if (platform == Platform.API) {
            context.response().putHeader("anthropic-organization-id", organizationId);
        }
        context.put(Reply.class.getName(), this);
    }

    static Reply of(RoutingContext context) {
        return context.get(Reply.class.getName());
    }

    RoutingContext context() {
        return context;
    }

    HttpServerResponse response() {
        return context.response();
    }

    String requestId() {
        return requestId;
    }

    void workspace(String workspaceId) {
        response().putHeader("anthropic-workspace-id", workspaceId);
    }

    void json(int status, JsonNode body) {
        body(status, "application/json", Json.write(body));
    }

    void body(int status, String contentType, Buffer body) {
        if (!isOver()) {
            response()
                    .setStatusCode(status)
                    .putHeader("content-type", contentType)
                    .end(body);
        }
    }

    /** The error in the platform's shape. */
    void error(ApiError error) {
        if (isOver()) {
            return;
        }
        if (platform != Platform.API) {
            cloudError(platform == Platform.BEDROCK ? CloudError.bedrock(error) : CloudError.vertex(error, requestId));
            return;
        }
        if (error.retryAfterSeconds() > 0) {
            response().putHeader("retry-after", Long.toString(error.retryAfterSeconds()));
        }
        json(error.status(), error.json(requestId));
    }

    private void cloudError(CloudError error) {
        if (error.errorType() != null) {
            response().putHeader("x-amzn-errortype", error.errorType());
        }
        json(error.status(), error.body());
    }

    /** Takes back the headers that only the service itself sets, as if something else had answered. */
    void forgetService() {
        response().headers().remove("request-id");
        response().headers().remove("anthropic-organization-id");
        response().headers().remove("anthropic-workspace-id");
    }

    /** Ends the connection without another byte. */
    void cut() {
        context.request().connection().close();
    }

    boolean isOver() {
        return response().ended() || response().closed();
    }
}
