/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.resilience;

/**
 * The request is wrong: refused by the service (400, 404, 413, 422), or by us before it was sent, in which case
 * {@link #statusCode()} is empty and nothing was paid. The same request fails again.
 */
public final class ClaudeInvalidRequestException extends ClaudeException {

    private static final long serialVersionUID = 1L;

    /** Refused before it was sent. */
    public ClaudeInvalidRequestException(String message) {
        super(ErrorClass.INVALID, message, null, null);
    }

    /**
     * Refused by the service.
     *
     * @param errorClass {@link ErrorClass#INVALID} or {@link ErrorClass#OVERSIZE}
     */
    public ClaudeInvalidRequestException(ErrorClass errorClass, String message, Response response) {
        super(errorClass, message, response, null);
    }
}
