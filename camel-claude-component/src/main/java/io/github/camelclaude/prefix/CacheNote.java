/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.prefix;

/**
 * Something about a prompt's caching that whoever wrote the route would want to know.
 *
 * @param reason which kind of thing
 * @param words  a sentence with the numbers, without a word of the prompt
 */
public record CacheNote(Reason reason, String words) {

    /** Why something can't be cached, or not as it was wished. */
    public enum Reason {
        /** The prompt up to a mark is shorter than what the model caches. */
        TOO_SHORT,
        /** The request has so many marks of its own that none is left. */
        NO_MARK_LEFT,
        /** There is no block that may be marked. */
        NOTHING_TO_MARK,
        /** Tools of the call's own come before the prefix's other layers. */
        OWN_TOOLS,
        /** A system prompt of the call's own comes before the prefix's other layers. */
        OWN_SYSTEM,
        /** A mark gets another life than was wished, since longer lives have to come first. */
        OTHER_LIFE
    }
}
