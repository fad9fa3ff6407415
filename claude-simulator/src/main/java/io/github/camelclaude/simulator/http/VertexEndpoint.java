/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.camelclaude.simulator.catalog.Model;
import io.github.camelclaude.simulator.cloud.CloudBody;
import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.error.ApiException;
import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.message.MessagesRequest;
import io.github.camelclaude.simulator.message.Prompt;
import io.github.camelclaude.simulator.service.Admission;
import io.github.camelclaude.simulator.service.Caller;
import io.github.camelclaude.simulator.service.Prepared;
import io.github.camelclaude.simulator.service.SimulatedService;
import io.github.camelclaude.simulator.service.Wishes;
import io.vertx.ext.web.RoutingContext;

/** Vertex AI: {@code models/{m}:rawPredict}, {@code :streamRawPredict} and {@code count-tokens:rawPredict}. */
final class VertexEndpoint {

    /** An organization shares its cache across Google Cloud, whoever calls. */
    private static final Caller CALLER = new Caller("vertex", false);

    private final SimulatedService service;
    private final MessageFlow flow;

    VertexEndpoint(SimulatedService service, MessageFlow flow) {
        this.service = service;
        this.flow = flow;
    }

    void predict(RoutingContext context) {
        String authorization = context.request().getHeader("authorization");
        if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw new ApiException(ApiError.authentication(
                    "Request is missing required authentication credential. Expected OAuth 2 access token."));
        }
        service.keys().caller(null, authorization);
        String name = context.pathParam("model");
        if (name.equals("count-tokens")) {
            Access.read(context, this::count, tokens -> counted(context, tokens));
            return;
        }
        Model model = model(name);
        boolean streamed = context.normalizedPath().endsWith(":streamRawPredict");
        Wishes wishes = Access.wishes(context);
        Access.read(
                context,
                json -> {
                    CloudBody body = CloudBody.vertex(json, model, streamed);
                    return service.messages()
                            .prepare(service.rules().create(body.json(), body.version(), true), wishes);
                },
                prepared -> decide(context, prepared));
    }

    private void decide(RoutingContext context, Prepared prepared) {
        MessagesRequest request = prepared.request();
        Admission admission = service.clouds()
                .vertex(
                        context.pathParam("location"),
                        request.model(),
                        service.clock().nanos());
        flow.run(Reply.of(context), prepared, CALLER, admission, new VertexSurface(), request.isStreamed());
    }

    private long count(JsonNode json) {
        CloudBody body = CloudBody.vertex(json, model(json.path("model").asText()), false);
        return Prompt.countOf(service.rules().count(body.json(), body.version(), true));
    }

    private static void counted(RoutingContext context, long tokens) {
        Reply.of(context).json(200, JsonNodeFactory.instance.objectNode().put("input_tokens", tokens));
    }

    /** Models are named by id, or by id and date with an at sign between. */
    private Model model(String name) {
        return service.catalog()
                .model(name.replace('@', '-'))
                .filter(known -> !known.isRetired())
                .orElseThrow(() -> new ApiException(ApiError.notFound("Publisher Model `publishers/anthropic/models/"
                        + name + "` was not found or your project does not have access to it.")));
    }

    /** No limit headers. */
    private static final class VertexSurface implements Surface {

        @Override
        public void headers(Reply reply, Fault fault) {}

        @Override
        public void error(Reply reply, ApiError error) {
            reply.error(error);
        }
    }
}
