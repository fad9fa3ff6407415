/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.cloud;

/** Who is asked, known by the path. */
public enum Platform {
    API,
    BEDROCK,
    VERTEX;

    public static Platform of(String path) {
        if (path.startsWith("/bedrock/") || path.startsWith("/model/")) {
            return BEDROCK;
        }
        return path.startsWith("/v1/projects/") ? VERTEX : API;
    }
}
