/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.resilience;

/** The key is missing, wrong, or may not do this (401, 403). Never worth a retry with the same key. */
public final class ClaudeAuthenticationException extends ClaudeException {

    private static final long serialVersionUID = 1L;

    public ClaudeAuthenticationException(String message, Response response) {
        super(ErrorClass.AUTH, message, response, null);
    }

    /** There are no credentials to send; nothing was sent. */
    public ClaudeAuthenticationException(String message, Throwable cause) {
        super(ErrorClass.AUTH, message, null, cause);
    }
}
