/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.resilience;

/** The service failed (5xx, 408, 409). Worth a retry. */
public final class ClaudeServerException extends ClaudeException {

    private static final long serialVersionUID = 1L;

    public ClaudeServerException(String message, Response response) {
        super(ErrorClass.SERVER, message, response, null);
    }
}
