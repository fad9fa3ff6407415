/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch.ledger;

import java.util.Locale;

/** What became of an item. */
public enum Outcome {
    SUCCEEDED,
    ERRORED,
    CANCELED,
    EXPIRED;

    /** As the API and headers write it: {@code succeeded}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
