/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.message.ApiVersion;
import io.github.camelclaude.simulator.service.Call;
import io.github.camelclaude.simulator.service.Caller;
import io.github.camelclaude.simulator.service.Decision;
import io.github.camelclaude.simulator.service.Keys;
import io.github.camelclaude.simulator.service.MessageDesk;
import io.github.camelclaude.simulator.service.Prepared;
import io.github.camelclaude.simulator.time.SimulatorClock;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** {@code POST /v1/messages}. */
final class MessagesEndpoint {

    private static final int LARGE_BODY = 256 * 1024;
    private final MessageDesk desk;
    private final Keys keys;
    private final SimulatorClock clock;

    MessagesEndpoint(MessageDesk desk, Keys keys, SimulatorClock clock) {
        this.desk = desk;
        this.keys = keys;
        this.clock = clock;
    }

    void create(RoutingContext context) {
        Reply reply = Reply.of(context);
        HttpServerRequest request = context.request();
        Caller caller = keys.caller(request.getHeader("x-api-key"), request.getHeader("authorization"));
        reply.workspace(caller.workspaceId());
        ApiVersion version = ApiVersion.of(request.getHeader("anthropic-version"));
        boolean beta = "true".equals(request.getParam("beta"));
        Buffer body = context.body().buffer() == null
                ? Buffer.buffer()
                : context.body().buffer();
        if (body.length() < LARGE_BODY) {
            decide(reply, caller, desk.prepare(Json.read(body), version, beta));
            return;
        }
        context.vertx()
                .executeBlocking(() -> desk.prepare(Json.read(body), version, beta), false)
                .onSuccess(prepared -> decide(reply, caller, prepared))
                .onFailure(context::fail);
    }

    private void decide(Reply reply, Caller caller, Prepared prepared) {
        Decision decision = desk.decide(prepared, caller, clock.nanos());
        if (decision instanceof Decision.Granted granted) {
            produce(reply, granted.call());
        } else if (decision instanceof Decision.Refused refused) {
            RateLimitHeaders.write(reply.response().headers(), refused.path(), clock.nanos());
            reply.error(refused.error());
        } else if (decision instanceof Decision.Faulty faulty) {
            RateLimitHeaders.write(reply.response().headers(), faulty.path(), clock.nanos());
            fail(reply, faulty.fault());
        }
    }

    private void produce(Reply reply, Call call) {
        reply.response().closeHandler(closed -> call.cancel(clock.nanos()));
        Production production = new Production(reply.context().vertx(), call, clock);
        production.run(() -> {
            call.complete(clock.nanos());
            RateLimitHeaders.write(reply.response().headers(), call.path(), clock.nanos());
            reply.json(200, MessageJson.whole(call));
        });
    }

    private static void fail(Reply reply, Fault fault) {
        switch (fault) {
            case RATE_LIMIT ->
                reply.error(ApiError.rateLimit(
                        "This request would exceed your organization's rate limit (simulated fault).", null, 1));
            case OVERLOADED -> reply.error(ApiError.overloaded());
            case SERVER_ERROR -> reply.error(ApiError.internal());
            case CUT_BEFORE_BODY -> reply.cut();
        }
    }
}
