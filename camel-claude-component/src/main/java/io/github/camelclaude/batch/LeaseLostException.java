/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

/** Another node works on it now; whoever had it lets go. */
final class LeaseLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LeaseLostException(String nonce) {
        super("The lease of submission " + nonce + " was lost: another node works on it");
    }
}
