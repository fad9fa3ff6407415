/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.limit.LimitPath;
import io.github.camelclaude.simulator.time.SimulatorClock;

/** The API itself: limit headers on answers and refusals. */
record FirstPartySurface(LimitPath path, boolean fast, SimulatorClock clock) implements Surface {

    @Override
    public void headers(Reply reply, Fault fault) {
        RateLimitHeaders.write(reply, path, fast, fault, clock.nanos());
    }

    @Override
    public void error(Reply reply, ApiError error) {
        reply.error(error);
    }
}
