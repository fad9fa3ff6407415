/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import io.github.camelclaude.simulator.cloud.Platform;

/** How large a body may be. */
final class BodyLimits {

    private static final long MIB = 1L << 20;

    private BodyLimits() {}

    static long of(String path) {
        if (path.startsWith("/v1/messages/batches")) {
            return 256 * MIB;
        }
        return switch (Platform.of(path)) {
            case BEDROCK -> 20 * MIB;
            case VERTEX -> 30 * MIB;
            case API -> 32 * MIB;
        };
    }
}
