/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelclaude.simulator.answer.MessageEvent;
import io.github.camelclaude.simulator.catalog.Model;
import io.github.camelclaude.simulator.cloud.AwsSignature;
import io.github.camelclaude.simulator.cloud.BedrockModel;
import io.github.camelclaude.simulator.cloud.CloudBody;
import io.github.camelclaude.simulator.cloud.EventStream;
import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.error.ApiException;
import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.service.Admission;
import io.github.camelclaude.simulator.service.Call;
import io.github.camelclaude.simulator.service.Caller;
import io.github.camelclaude.simulator.service.Prepared;
import io.github.camelclaude.simulator.service.SimulatedService;
import io.github.camelclaude.simulator.service.Wishes;
import io.github.camelclaude.simulator.tokens.Usage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The Bedrock runtime: {@code /model/{id}/invoke} and {@code /model/{id}/invoke-with-response-stream}. */
final class BedrockEndpoint {

    /** An organization shares its cache across Bedrock, whoever calls. */
    private static final Caller CALLER = new Caller("bedrock", false);

    private final SimulatedService service;
    private final MessageFlow flow;

    BedrockEndpoint(SimulatedService service, MessageFlow flow) {
        this.service = service;
        this.flow = flow;
    }

    void invoke(RoutingContext context) {
        String region = region(context);
        String name = URLDecoder.decode(context.pathParam("model"), StandardCharsets.UTF_8);
        Model model = BedrockModel.named(name, service.catalog());
        boolean streamed = context.normalizedPath().endsWith("/invoke-with-response-stream");
        Wishes wishes = Access.wishes(context);
        Access.read(
                context,
                json -> {
                    CloudBody body = CloudBody.bedrock(json, model, streamed);
                    return service.messages()
                            .prepare(service.rules().create(body.json(), body.version(), true), wishes);
                },
                prepared -> decide(context, prepared, region, streamed));
    }

    private String region(RoutingContext context) {
        HttpServerRequest request = context.request();
        Buffer body = context.body().buffer();
        String authorization = request.getHeader("authorization");
        if (AwsSignature.isBearer(authorization)) {
            service.keys().caller(null, authorization);
        }
        return service.signatures()
                .region(
                        new AwsSignature.Request(
                                request.method().name(),
                                request.path(),
                                request.query() == null ? "" : request.query(),
                                name -> header(context, name),
                                () -> body == null ? new byte[0] : body.getBytes()),
                        context.pathParam("region"));
    }

    private static String header(RoutingContext context, String name) {
        if (name.equals(Routes.CONTENT_TYPE)) {
            return context.get(Routes.CONTENT_TYPE);
        }
        List<String> values = context.request().headers().getAll(name);
        return values.isEmpty() ? null : String.join(",", values);
    }

    private void decide(RoutingContext context, Prepared prepared, String region, boolean streamed) {
        long now = service.clock().nanos();
        Model model = prepared.request().model();
        long reserved = prepared.promptTokens() + prepared.request().maxTokens();
        if (!service.clouds().fitsDay(region, model, reserved, now)) {
            throw new ApiException(ApiError.rateLimit("Too many tokens per day", null, 0));
        }
        Admission admission = service.clouds().bedrock(region, model, now);
        if (flow.run(Reply.of(context), prepared, CALLER, admission, new BedrockSurface(), streamed)) {
            service.clouds().takeOfDay(region, model, reserved, now);
        }
    }

    /** No limit headers; token counts in headers; streams in binary frames. */
    private static final class BedrockSurface implements Surface {

        @Override
        public void headers(Reply reply, Fault fault) {}

        @Override
        public void headersOf(HttpServerResponse response, Call call) {
            Usage usage = call.served().usage();
            response.putHeader("x-amzn-bedrock-input-token-count", Long.toString(usage.input()));
            response.putHeader("x-amzn-bedrock-output-token-count", Long.toString(usage.output()));
            response.putHeader("x-amzn-bedrock-cache-read-input-token-count", Long.toString(usage.cacheRead()));
            response.putHeader("x-amzn-bedrock-cache-write-input-token-count", Long.toString(usage.cacheWrites()));
        }

        @Override
        public void headersOfStream(HttpServerResponse response) {
            response.putHeader("x-amzn-bedrock-content-type", "application/json");
        }

        @Override
        public void error(Reply reply, ApiError error) {
            reply.error(error);
        }

        @Override
        public Framing framing(Call call) {
            return new BinaryFraming(call.served().usage());
        }
    }

    /** Each event of the model in a frame of its own; the last one carries the counts. */
    private record BinaryFraming(Usage usage) implements Framing {

        @Override
        public String contentType() {
            return EventStream.CONTENT_TYPE;
        }

        @Override
        public Buffer event(MessageEvent event) {
            ObjectNode data = event.data();
            if (event.name().equals("message_stop")) {
                data = data.deepCopy();
                data.putObject("amazon-bedrock-invocationMetrics")
                        .put("inputTokenCount", usage.input())
                        .put("outputTokenCount", usage.output())
                        .put("cacheReadInputTokenCount", usage.cacheRead())
                        .put("cacheWriteInputTokenCount", usage.cacheWrites());
            }
            return Buffer.buffer(EventStream.chunk(Json.write(data).getBytes()));
        }

        @Override
        public Buffer garbled(MessageEvent event) {
            Buffer data = Json.write(event.data());
            return Buffer.buffer(EventStream.chunk(data.getBytes(0, data.length() / 2)));
        }

        @Override
        public Buffer error(ApiError error) {
            return Buffer.buffer(EventStream.exception(ApiError.rateLimit(error.message(), null, 0)));
        }
    }
}
