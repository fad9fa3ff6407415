/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import java.util.Map;

/** What was read as one item: good, or not. */
sealed interface HandedIn {

    /**
     * An item that may be sent.
     *
     * @param callerId as its caller names it: of any length, not blank
     * @param params   the request of the Messages API
     * @param context  what its caller wants back with the result: simple values by header name; may be empty
     */
    record Good(String callerId, Map<String, Object> params, Map<String, Object> context) implements HandedIn {}

    /**
     * An item that may not be sent.
     *
     * @param position in what was handed in, from 1: the line, the row, the element
     * @param callerId as its caller names it, or null if that can't be told
     * @param reason   what kind of mistake it is
     * @param message  what is wrong with it and what to do, without quoting the prompt
     * @param original what was handed in, for the dead-letter: the line, the map, the text
     */
    record Bad(long position, String callerId, Reason reason, String message, Object original) implements HandedIn {}

    /** Kinds of mistakes. */
    enum Reason {
        /** It is no JSON, no map, no text: nothing that an item could be made of. */
        malformed,
        /** It has no id where one is wanted, or one that can't be. */
        id,
        /** Its id was there before. */
        duplicate,
        /** It asks for something that a batch can't do, or leaves out what every request needs. */
        refused,
        /** It is larger than a batch may be. */
        oversize
    }
}
