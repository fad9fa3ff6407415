/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.resilience;

/** A spend limit is reached or billing is refused (400, 402, 429). Retrying cannot help until somebody raises the limit. */
public final class ClaudeSpendCapException extends ClaudeException {

    private static final long serialVersionUID = 1L;

    public ClaudeSpendCapException(String message, Response response) {
        super(ErrorClass.SPEND_CAP, message, response, null);
    }
}
