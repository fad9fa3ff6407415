/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import io.github.camelclaude.simulator.cloud.Platform;
import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.error.ApiException;
import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.fault.FaultTiming;
import io.github.camelclaude.simulator.service.SimulatedService;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which path leads where, and what is answered when something goes wrong on the way. */
final class Routes {

    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);

    /** Where the type of a request's body is kept, which the reader of bodies must not see. */
    static final String CONTENT_TYPE = "content-type";

    private final Vertx vertx;
    private final SimulatedService service;
    private final FaultTiming timing;
    private final Map<Long, BodyHandler> bodies = new ConcurrentHashMap<>();
    private long dateSecond = Long.MIN_VALUE;
    private String date;

    Routes(Vertx vertx, SimulatedService service, FaultTiming timing) {
        this.vertx = vertx;
        this.service = service;
        this.timing = timing;
    }

    /** Leads every request to where it belongs. */
    Handler<HttpServerRequest> handler() {
        Router router = router();
        return request -> {
            if (isReadable(request.uri())) {
                router.handle(request);
            } else {
                refuseAddress(request);
            }
        };
    }

    private Router router() {
        Access access = new Access(service.keys());
        MessageFlow flow = new MessageFlow(service.messages(), service.clock(), timing);
        Router router = Router.router(vertx);
        router.route().handler(this::begin);
        router.route().handler(this::readBody);
        router.route().handler(this::meetFault);
        besides(router, access);
        MessagesEndpoint messages = new MessagesEndpoint(service, access, flow);
        router.post("/v1/messages").handler(messages::create);
        batches(router, new BatchesEndpoint(service, access));
        router.post("/v1/messages/count_tokens").handler(messages::countTokens);
        clouds(router, flow);
        new ControlEndpoint(service).mount(router);
        router.route().failureHandler(this::fail);
        router.route().handler(Routes::lost);
        return router;
    }

    private void besides(Router router, Access access) {
        ModelsEndpoint models = new ModelsEndpoint(service.catalog(), access);
        router.get("/v1/models").handler(models::list);
        router.get("/v1/models/:id").handler(models::one);
        AdminEndpoint admin = new AdminEndpoint(service, access);
        router.get("/v1/organizations/rate_limits").handler(admin::organization);
        router.get("/v1/organizations/workspaces/:id/rate_limits").handler(admin::workspace);
    }

    private void batches(Router router, BatchesEndpoint batches) {
        router.post("/v1/messages/batches").handler(batches::create);
        router.get("/v1/messages/batches").handler(batches::list);
        router.get("/v1/messages/batches/:id").handler(batches::retrieve);
        router.delete("/v1/messages/batches/:id").handler(batches::delete);
        router.post("/v1/messages/batches/:id/cancel").handler(batches::cancel);
        router.get("/v1/messages/batches/:id/results").handler(batches::results);
    }

    private void clouds(Router router, MessageFlow flow) {
        BedrockEndpoint bedrock = new BedrockEndpoint(service, flow);
        router.routeWithRegex(
                        HttpMethod.POST,
                        "(?:/bedrock/(?<region>[^/]+))?/model/(?<model>.+)/invoke(?:-with-response-stream)?")
                .handler(bedrock::invoke);
        router.routeWithRegex(
                        HttpMethod.POST,
                        "/v1/projects/(?<project>[^/]+)/locations/(?<location>[^/]+)/publishers/anthropic/models/(?<model>[^/:]+):(?:rawPredict|streamRawPredict)")
                .handler(new VertexEndpoint(service, flow)::predict);
    }

    private static boolean isReadable(String uri) {
        try {
            return uri.indexOf('%') < 0 || URLDecoder.decode(uri, StandardCharsets.UTF_8) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** There is no route yet, so this is answered by hand. */
    private void refuseAddress(HttpServerRequest request) {
        String requestId = service.identity().next("req_");
        ApiError error =
                ApiError.invalidRequest("The address '" + request.uri() + "' has a % without two hexadecimal digits");
        service.accounting()
                .reject(error.status(), error.type(), service.clock().nanos());
        request.response()
                .setStatusCode(error.status())
                .putHeader(Reply.SIMULATED, "true")
                .putHeader("request-id", requestId)
                .putHeader("content-type", "application/json")
                .end(Json.write(error.json(requestId)));
    }

    /** By the simulated clock, like the instants of the limits. Only the event loop asks. */
    private String date() {
        long second = Math.floorDiv(service.clock().nanos(), 1_000_000_000L);
        if (second != dateSecond) {
            dateSecond = second;
            date = HTTP_DATE.format(Instant.ofEpochSecond(second).atOffset(ZoneOffset.UTC));
        }
        return date;
    }

    private void begin(RoutingContext context) {
        context.response().putHeader("date", date());
        new Reply(context, service.identity().next("req_"), service.identity().organizationId());
        context.next();
    }

    /** A body is JSON whatever its type says; as a form, which is what curl calls it, it would be parsed and lost. */
    private void readBody(RoutingContext context) {
        String type = context.request().getHeader("content-type");
        context.put(CONTENT_TYPE, type == null ? "" : type);
        context.request().headers().remove("content-type");
        bodies.computeIfAbsent(BodyLimits.of(context.normalizedPath()), Routes::bodiesUpTo)
                .handle(context);
    }

    private static BodyHandler bodiesUpTo(long bytes) {
        return BodyHandler.create(false).setBodyLimit(bytes);
    }

    /** Requests to anything but messages meet faults only when these were asked for. */
    private void meetFault(RoutingContext context) {
        Optional<Fault> fault = isMessage(context.normalizedPath())
                ? Optional.empty()
                : service.faults().besides();
        if (fault.isEmpty()) {
            context.next();
        } else if (fault.get() == Fault.LOST_ANSWER) {
            context.addHeadersEndHandler(headers -> Reply.of(context).cut());
            context.next();
        } else if (fault.get().isRefusal()) {
            Reply.of(context).error(service.errorOf(fault.get()));
        } else if (fault.get() != Fault.HANG) {
            Reply.of(context).cut();
        }
    }

    private static boolean isMessage(String path) {
        return path.equals("/v1/messages") || Platform.of(path) != Platform.API || path.startsWith("/simulator");
    }

    /** A known path with another method, or no path at all. */
    private static void lost(RoutingContext context) {
        boolean known = context.normalizedPath().matches("/v1/(messages(/count_tokens|/batches)?|models)")
                && context.request().method() != HttpMethod.OPTIONS;
        throw new ApiException(known ? ApiError.methodNotAllowed() : ApiError.notFound("Not Found"));
    }

    private void fail(RoutingContext context) {
        Reply reply = Reply.of(context);
        if (context.failure() instanceof ApiException refused) {
            reject(reply, refused.error());
        } else if (context.statusCode() == 413) {
            reject(reply, ApiError.tooLarge("Request exceeds the maximum size"));
        } else {
            System.getLogger(Routes.class.getName())
                    .log(
                            System.Logger.Level.ERROR,
                            "The simulator failed on " + context.normalizedPath(),
                            context.failure());
            reply.error(ApiError.internal());
        }
    }

    private void reject(Reply reply, ApiError error) {
        service.accounting()
                .reject(error.status(), error.type(), service.clock().nanos());
        reply.error(error);
    }
}
