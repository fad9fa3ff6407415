/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.fault.FaultTiming;
import io.github.camelclaude.simulator.service.Admission;
import io.github.camelclaude.simulator.service.Caller;
import io.github.camelclaude.simulator.service.Decision;
import io.github.camelclaude.simulator.service.MessageDesk;
import io.github.camelclaude.simulator.service.Prepared;
import io.github.camelclaude.simulator.time.SimulatorClock;

/** The way of a valid request for a message on any platform: decide, then deliver, refuse or be silent. */
final class MessageFlow {

    private final MessageDesk desk;
    private final SimulatorClock clock;
    private final FaultTiming timing;

    MessageFlow(MessageDesk desk, SimulatorClock clock, FaultTiming timing) {
        this.desk = desk;
        this.clock = clock;
        this.timing = timing;
    }

    /** Answers, at once or later; whether the request was let in. */
    boolean run(Reply reply, Prepared prepared, Caller caller, Admission admission, Surface surface, boolean streamed) {
        Decision decision = desk.decide(prepared, caller, admission, clock.nanos());
        if (decision instanceof Decision.Granted granted) {
            new Delivery(reply, granted.call(), surface, clock, timing).start(streamed);
        } else if (decision instanceof Decision.Refused refused) {
            surface.headers(reply, refused.fault());
            surface.error(reply, refused.error());
        } else if (decision instanceof Decision.Unanswered silent) {
            reply.response().closeHandler(closed -> silent.whenGone().run());
            if (silent.fault() != Fault.HANG) {
                reply.cut();
            }
        }
        return decision instanceof Decision.Granted;
    }
}
