/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.resilience;

/** The service as a whole is overloaded (529); it is not your quota. Worth a retry after a while. */
public final class ClaudeOverloadedException extends ClaudeException {

    private static final long serialVersionUID = 1L;

    public ClaudeOverloadedException(String message, Response response) {
        super(ErrorClass.OVERLOADED, message, response, null);
    }
}
