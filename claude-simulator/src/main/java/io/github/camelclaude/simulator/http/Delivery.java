/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import io.github.camelclaude.simulator.answer.MessageEvent;
import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.fault.FaultTiming;
import io.github.camelclaude.simulator.service.Call;
import io.github.camelclaude.simulator.time.SimulatorClock;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.List;

/** Brings an answer to its caller, whole or as a stream, and spoils it where a fault wants that. */
final class Delivery {

    private static final int DRIBLETS = 8;
    private final Reply reply;
    private final Call call;
    private final Surface surface;
    private final SimulatorClock clock;
    private final FaultTiming timing;
    private final Fault fault;

    Delivery(Reply reply, Call call, Surface surface, SimulatorClock clock, FaultTiming timing) {
        this.reply = reply;
        this.call = call;
        this.surface = surface;
        this.clock = clock;
        this.timing = timing;
        this.fault = call.fault().orElse(null);
    }

    void start(boolean streamed) {
        reply.response().closeHandler(closed -> call.cancel(clock.nanos()));
        Duration later = fault == Fault.SLOW_FIRST_TOKEN ? timing.firstToken() : Duration.ZERO;
        Production production = new Production(reply.context().vertx(), call, clock, later);
        if (fault == Fault.LOST_ANSWER) {
            production.inSilence(() -> {
                call.complete(clock.nanos());
                reply.cut();
            });
        } else if (streamed) {
            stream(production);
        } else {
            production.inSilence(this::whole);
        }
    }

    private void whole() {
        if (reply.isOver()) {
            return;
        }
        if (fault == Fault.ERROR_IN_STREAM || fault == Fault.ERROR_AS_FIRST_EVENT) {
            call.breakOff(clock.nanos());
            surface.headers(reply, fault);
            surface.error(reply, ApiError.overloaded());
            return;
        }
        call.complete(clock.nanos());
        surface.headers(reply, fault);
        surface.headersOf(reply.response(), call);
        Buffer body = Json.write(surface.body(call));
        if (fault == Fault.CUT_INSIDE_BODY || fault == Fault.CUT_INSIDE_STREAM) {
            head("application/json").putHeader("content-length", Integer.toString(body.length()));
            reply.response().write(body.getBuffer(0, body.length() / 2)).onComplete(written -> reply.cut());
        } else if (fault == Fault.SLOW_LORIS) {
            head("application/json").putHeader("content-length", Integer.toString(body.length()));
            dribble(body, 0);
        } else {
            reply.body(
                    200,
                    "application/json",
                    fault == Fault.MALFORMED_JSON ? body.getBuffer(0, body.length() / 2) : body);
        }
    }

    private void stream(Production production) {
        Framing framing = surface.framing(call);
        List<MessageEvent> events = MessageEvent.of(call.served());
        if (fault == Fault.SLOW_LORIS) {
            production.inSilence(() -> dribbleStream(framing, events));
            return;
        }
        StreamSteps steps = new StreamSteps(framing, events);
        production.run(steps, () -> {
            call.complete(clock.nanos());
            steps.flush();
            reply.response().end();
        });
    }

    private void dribbleStream(Framing framing, List<MessageEvent> events) {
        if (reply.isOver()) {
            return;
        }
        Buffer all = Buffer.buffer();
        events.forEach(event -> all.appendBuffer(framing.event(event)));
        call.complete(clock.nanos());
        surface.headers(reply, fault);
        surface.headersOfStream(reply.response());
        head(framing.contentType()).setChunked(true);
        dribble(all, 0);
    }

    private void dribble(Buffer body, int part) {
        if (reply.isOver()) {
            return;
        }
        int from = (int) ((long) body.length() * part / DRIBLETS);
        int to = (int) ((long) body.length() * (part + 1) / DRIBLETS);
        Buffer driblet = body.getBuffer(from, to);
        if (part == DRIBLETS - 1) {
            reply.response().end(driblet);
            return;
        }
        reply.response().write(driblet);
        long pause = Math.max(1, timing.pause().toMillis());
        reply.context().vertx().setTimer(pause, timer -> dribble(body, part + 1));
    }

    private HttpServerResponse head(String contentType) {
        return reply.response().setStatusCode(200).putHeader("content-type", contentType);
    }

    /** The events, one a step; those without time between them leave together. */
    private final class StreamSteps implements Production.Steps {

        private final Framing framing;
        private final List<MessageEvent> events;
        private Buffer unsent = Buffer.buffer();

        StreamSteps(Framing framing, List<MessageEvent> events) {
            this.framing = framing;
            this.events = events;
        }

        @Override
        public int count() {
            return events.size();
        }

        @Override
        public long tokensAt(int step) {
            return events.get(step).tokens();
        }

        @Override
        public boolean take(int step) {
            if (reply.isOver()) {
                return false;
            }
            if (step == 0) {
                surface.headers(reply, fault);
                surface.headersOfStream(reply.response());
                head(framing.contentType())
                        .putHeader("cache-control", "no-cache")
                        .setChunked(true);
            }
            boolean middle = step == events.size() / 2;
            if (middle && (fault == Fault.CUT_INSIDE_STREAM || fault == Fault.CUT_INSIDE_BODY)) {
                call.breakOff(clock.nanos());
                reply.response().write(unsent).onComplete(written -> reply.cut());
                return false;
            }
            if (middle && fault == Fault.ERROR_IN_STREAM || fault == Fault.ERROR_AS_FIRST_EVENT) {
                call.breakOff(clock.nanos());
                reply.response().end(unsent.appendBuffer(framing.error(ApiError.overloaded())));
                return false;
            }
            MessageEvent event = events.get(step);
            unsent.appendBuffer(
                    middle && fault == Fault.MALFORMED_JSON ? framing.garbled(event) : framing.event(event));
            boolean pauseAhead = step + 1 < events.size()
                    && tokensAt(step + 1) > tokensAt(step)
                    && !call.pace().isInstant();
            if (pauseAhead) {
                flush();
            }
            return true;
        }

        void flush() {
            if (unsent.length() > 0 && !reply.isOver()) {
                reply.response().write(unsent);
                unsent = Buffer.buffer();
            }
        }
    }
}
