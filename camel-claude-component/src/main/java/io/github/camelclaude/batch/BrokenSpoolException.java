/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import java.io.IOException;

/** A spool file is not what was written: it ends too early, or it is something else. */
public final class BrokenSpoolException extends IOException {

    private static final long serialVersionUID = 1L;

    BrokenSpoolException(String message) {
        super(message);
    }
}
