/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

/** How large a request may be. */
public final class LargestRequest {

    /** What the Messages API takes; a larger request is refused here instead of being sent for nothing. */
    public static final int BYTES = 32 * 1024 * 1024;

    private LargestRequest() {}
}
