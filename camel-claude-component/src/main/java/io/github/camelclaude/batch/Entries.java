/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import io.github.camelclaude.batch.HandedIn.Reason;
import java.io.IOException;

/** Items as they are written down, one after the other, before it is known whether they are any good. For one thread. */
interface Entries {

    /**
     * The next one; null after the last.
     *
     * @throws IOException if there is no reading on
     */
    Entry next() throws IOException;

    /** Where the one that was read last is, as in "line 7"; null before the first. */
    String place();

    /** Lets go of where they come from. */
    void close() throws Exception;

    /**
     * An entry.
     *
     * @param position from 1
     * @param place    for messages, as in "Line 7"
     * @param value    a map, a text, an exchange, whatever; or {@link Broken}
     */
    record Entry(long position, String place, Object value) {}

    /** An entry that can't be read, though those after it can. */
    record Broken(Reason reason, String message, Object original) {}
}
