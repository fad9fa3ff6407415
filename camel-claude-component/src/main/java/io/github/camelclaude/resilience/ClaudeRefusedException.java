/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.resilience;

/** Refused here, because of what else is going on; nothing was sent. The same request may succeed later. */
public final class ClaudeRefusedException extends ClaudeException {

    private static final long serialVersionUID = 1L;

    /** @param errorClass {@link ErrorClass#DEADLINE} or {@link ErrorClass#QUEUE_FULL} */
    public ClaudeRefusedException(ErrorClass errorClass, String message) {
        super(errorClass, message, null, null);
    }
}
