/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

/** How large a body may be. */
final class BodyLimits {

    private static final long MIB = 1L << 20;

    private BodyLimits() {}

    static long of(String path) {
        if (path.startsWith("/v1/messages/batches")) {
            return 256 * MIB;
        }
        if (path.startsWith("/bedrock/") || path.startsWith("/model/")) {
            return 20 * MIB;
        }
        return path.startsWith("/v1/projects/") ? 30 * MIB : 32 * MIB;
    }
}
