/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.camelclaude.simulator.batch.Batch;
import io.github.camelclaude.simulator.batch.BatchShelf;
import io.github.camelclaude.simulator.limit.Charge;
import io.github.camelclaude.simulator.limit.LimitPath;
import io.github.camelclaude.simulator.limit.Outcome;
import io.github.camelclaude.simulator.message.ApiVersion;
import io.github.camelclaude.simulator.service.BatchDesk;
import io.github.camelclaude.simulator.service.Caller;
import io.github.camelclaude.simulator.service.SimulatedService;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** {@code /v1/messages/batches}: working off a batch takes a while, so everything happens beside the event loop. */
final class BatchesEndpoint {

    private static final int LINES_AT_ONCE = 500;
    private final SimulatedService service;
    private final BatchDesk desk;
    private final Access access;

    BatchesEndpoint(SimulatedService service, Access access) {
        this.service = service;
        this.desk = service.batches();
        this.access = access;
    }

    void create(RoutingContext context) {
        Caller caller = enter(context);
        if (caller != null) {
            ApiVersion version = access.version(context);
            boolean beta = Access.isBeta(context);
            work(
                    context,
                    () -> desk.create(Json.read(RequestBody.decoded(context)), caller, version, beta, now()),
                    batch -> show(context, batch));
        }
    }

    void retrieve(RoutingContext context) {
        Caller caller = enter(context);
        if (caller != null) {
            work(context, () -> desk.find(context.pathParam("id"), caller, now()), batch -> show(context, batch));
        }
    }

    void cancel(RoutingContext context) {
        Caller caller = enter(context);
        if (caller != null) {
            work(context, () -> desk.cancel(context.pathParam("id"), caller, now()), batch -> show(context, batch));
        }
    }

    void delete(RoutingContext context) {
        Caller caller = enter(context);
        if (caller == null) {
            return;
        }
        String id = context.pathParam("id");
        work(
                context,
                () -> {
                    desk.delete(id, caller, now());
                    return id;
                },
                gone -> Reply.of(context)
                        .json(
                                200,
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put("id", gone)
                                        .put("type", "message_batch_deleted")));
    }

    void list(RoutingContext context) {
        Caller caller = enter(context);
        if (caller == null) {
            return;
        }
        Paging paging = Paging.of(context.request());
        work(
                context,
                () -> desk.page(caller, paging.limit(), paging.afterId(), paging.beforeId(), now()),
                page -> showPage(context, page));
    }

    void results(RoutingContext context) {
        Caller caller = enter(context);
        if (caller == null) {
            return;
        }
        work(context, () -> desk.results(context.pathParam("id"), caller, now()), lines -> {
            Reply reply = Reply.of(context);
            reply.response().setStatusCode(200).setChunked(true).putHeader("content-type", "application/x-jsonl");
            send(reply, lines.iterator());
        });
    }

    /** Who calls, if the requests per minute of the batch endpoints allow it; else null, and it has been refused. */
    private Caller enter(RoutingContext context) {
        Caller caller = access.caller(context);
        access.version(context);
        LimitPath path = service.quotas().batches(caller, now());
        Outcome outcome = path.admit(Charge.ofInput(0), now());
        if (outcome instanceof Outcome.Refused refused) {
            Reply.of(context).error(service.refusalOf(refused, "message batches"));
            return null;
        }
        path.finish();
        return caller;
    }

    private static void send(Reply reply, Iterator<byte[]> lines) {
        if (reply.isOver()) {
            return;
        }
        Buffer some = Buffer.buffer();
        for (int i = 0; i < LINES_AT_ONCE && lines.hasNext(); i++) {
            some.appendBytes(lines.next());
        }
        if (lines.hasNext()) {
            reply.response().write(some).onSuccess(written -> send(reply, lines));
        } else {
            reply.response().end(some);
        }
    }

    private <T> void work(RoutingContext context, Callable<T> work, Consumer<T> then) {
        context.vertx().executeBlocking(work, false).onSuccess(then::accept).onFailure(context::fail);
    }

    private void show(RoutingContext context, Batch batch) {
        Reply.of(context).json(200, batch.json(now(), resultsUrl(context.request(), batch)));
    }

    private void showPage(RoutingContext context, BatchShelf.Page page) {
        ArrayNode data = JsonNodeFactory.instance.arrayNode();
        List<Batch> batches = page.batches();
        batches.forEach(batch -> data.add(batch.json(now(), resultsUrl(context.request(), batch))));
        Reply.of(context).json(200, Paging.page(data, page.hasMore()));
    }

    private static String resultsUrl(HttpServerRequest request, Batch batch) {
        String host = request.getHeader("host");
        String address = host == null ? request.localAddress().toString() : host;
        return "http://" + address + "/v1/messages/batches/" + batch.id() + "/results";
    }

    private long now() {
        return service.clock().nanos();
    }
}
