/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.service;

import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.limit.LimitPath;

/** What becomes of a valid request. */
public sealed interface Decision {

    /** The limits that the request met. */
    LimitPath path();

    /** It is being answered. */
    record Granted(Call call) implements Decision {
        @Override
        public LimitPath path() {
            return call.path();
        }
    }

    /** It is refused and over. */
    record Refused(ApiError error, LimitPath path) implements Decision {}

    /** It meets a fault before anything is produced, and is over. */
    record Faulty(Fault fault, LimitPath path) implements Decision {}
}
