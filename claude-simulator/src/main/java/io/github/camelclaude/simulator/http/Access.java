/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelclaude.simulator.answer.AnswerLength;
import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.error.ApiException;
import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.message.ApiVersion;
import io.github.camelclaude.simulator.service.Caller;
import io.github.camelclaude.simulator.service.Keys;
import io.github.camelclaude.simulator.service.Wishes;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;
import java.util.function.Function;

/** What every request of the API itself brings: a key, a version, perhaps wishes, and a body. */
final class Access {

    private static final int LARGE_BODY = 256 * 1024;
    private final Keys keys;

    Access(Keys keys) {
        this.keys = keys;
    }

    /** The caller, known by either header; an Admin key does not open these endpoints. */
    Caller caller(RoutingContext context) {
        Caller caller = anyCaller(context);
        if (caller.admin()) {
            throw new ApiException(ApiError.permission("An Admin key cannot be used for this endpoint."));
        }
        Reply.of(context).workspace(caller.workspaceId());
        return caller;
    }

    /** The administrator behind an Admin key. */
    Caller admin(RoutingContext context) {
        Caller caller = anyCaller(context);
        if (!caller.admin()) {
            throw new ApiException(ApiError.permission("This endpoint needs an Admin key (sk-ant-admin...)."));
        }
        version(context);
        return caller;
    }

    ApiVersion version(RoutingContext context) {
        return ApiVersion.of(context.request().getHeader("anthropic-version"));
    }

    static boolean isBeta(RoutingContext context) {
        return "true".equals(context.request().getParam("beta"));
    }

    static Wishes wishes(RoutingContext context) {
        String fault = context.request().getHeader("x-simulator-fault");
        String tokens = context.request().getHeader("x-simulator-output-tokens");
        if (fault == null && tokens == null) {
            return Wishes.NONE;
        }
        try {
            return new Wishes(
                    fault == null ? null : Fault.named(fault),
                    tokens == null ? null : AnswerLength.always(Long.parseLong(tokens)));
        } catch (NumberFormatException e) {
            throw new ApiException(
                    ApiError.invalidRequest("x-simulator-output-tokens: '" + tokens + "' is no number of tokens"));
        } catch (IllegalArgumentException e) {
            throw new ApiException(ApiError.invalidRequest("x-simulator-*: " + e.getMessage()));
        }
    }

    /** Reads and works on the body, on another thread if it is large, and goes on with what came of it. */
    static <T> void read(RoutingContext context, Function<JsonNode, T> work, Consumer<T> then) {
        if (context.body().length() < LARGE_BODY) {
            then.accept(work.apply(Json.read(RequestBody.decoded(context))));
            return;
        }
        context.vertx()
                .executeBlocking(() -> work.apply(Json.read(RequestBody.decoded(context))), false)
                .onSuccess(result -> {
                    try {
                        then.accept(result);
                    } catch (RuntimeException e) {
                        context.fail(e);
                    }
                })
                .onFailure(context::fail);
    }

    private Caller anyCaller(RoutingContext context) {
        HttpServerRequest request = context.request();
        return keys.caller(request.getHeader("x-api-key"), request.getHeader("authorization"));
    }
}
