/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import io.github.camelclaude.batch.HandedIn.Reason;

/** What is wrong with an item, on its way to where it becomes {@link HandedIn.Bad}. */
final class ItemMistake extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** @param message with the item's place, without its text */
    ItemMistake(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
