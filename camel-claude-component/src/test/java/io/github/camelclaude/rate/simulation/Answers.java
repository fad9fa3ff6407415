/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import io.github.camelclaude.rate.Cost;
import io.github.camelclaude.rate.Permit;
import io.github.camelclaude.rate.Report;

/** Hears what becomes of one attempt; after any but the first method nothing follows. */
interface Answers {

    /** Whether anybody is still there to hear; the process that asked may have died. */
    boolean isHeard();

    /** A stream has begun. */
    void began(Report report, Cost input);

    /** The answer is complete; the headers of a stream came before. */
    void answered(Cost actual, Report report);

    /** 429. */
    void refused(Permit.Refused refusal);

    /** 529. */
    void overloaded(Report report);

    /** The connection broke. */
    void cut();
}
