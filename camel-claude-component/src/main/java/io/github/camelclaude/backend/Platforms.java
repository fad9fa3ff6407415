/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import java.util.Map;
import java.util.function.BiFunction;

/** Finds the platform of a backend. What each needs may be missing from the class path. */
final class Platforms {

    private record Way(BiFunction<BackendSettings, SpokenName, Platform> maker, String needs, String artifact) {}

    private static final Map<String, Way> WAYS = Map.of(
            "anthropic",
            new Way(
                    (settings, name) -> new ApiPlatform(settings.baseUrl().toString(), settings.apiKey()),
                    "com.anthropic.backends.Backend",
                    "com.anthropic:anthropic-java-core"),
            "bedrock-runtime",
            new Way(
                    (settings, name) -> BedrockPlatform.of(settings, name),
                    "com.anthropic.bedrock.backends.BedrockBackend",
                    "com.anthropic:anthropic-java-bedrock"),
            "vertex",
            new Way(
                    (settings, name) -> VertexPlatform.of(settings, name),
                    "com.anthropic.vertex.backends.VertexBackend",
                    "com.anthropic:anthropic-java-vertex"));

    private Platforms() {}

    /** @throws IllegalArgumentException if what it needs is missing, or its settings can't be */
    static Platform of(BackendSettings settings, SpokenName name) {
        return of(settings, name, Platforms.class.getClassLoader());
    }

    static Platform of(BackendSettings settings, SpokenName name, ClassLoader loader) {
        Way way = WAYS.get(settings.kind());
        if (way == null) {
            throw new IllegalArgumentException(settings + ": there is no way to reach a " + settings.kind());
        }
        try {
            Class.forName(way.needs(), false, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(
                    "Backend %s (%s) needs %s, which is not on the class path: add it as a dependency, in the version of anthropic-java-core"
                            .formatted(settings.name(), settings.kind(), way.artifact()),
                    e);
        }
        return way.maker().apply(settings, name);
    }
}
