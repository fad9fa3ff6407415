/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.service;

import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.fault.Fault;

/** What becomes of a valid request. */
public sealed interface Decision {

    /** It is being answered. */
    record Granted(Call call) implements Decision {}

    /** It is refused and over; the fault that refused it, or null for a limit. */
    record Refused(ApiError error, Fault fault) implements Decision {}

    /** It meets a silence: no answer will come. */
    record Unanswered(Fault fault, Runnable whenGone) implements Decision {}
}
