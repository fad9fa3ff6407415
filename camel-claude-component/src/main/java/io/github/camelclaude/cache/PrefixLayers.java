/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.cache;

import io.github.camelclaude.prefix.CachePrefix;
import io.github.camelclaude.prefix.CachePrefix.Part;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Layers that an endpoint's options name, read once at its start. */
public final class PrefixLayers {

    private final Map<Part, List<Map<String, Object>>> layers = new EnumMap<>(Part.class);

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException if one can't be read or is something else
     */
    public static PrefixLayers read(
            PrefixSources sources, String tools, String system, String documents, String history) throws IOException {
        CachePrefix.Builder builder = CachePrefix.named("options");
        sources.add(builder, Part.TOOLS, "prefixTools", tools);
        sources.add(builder, Part.SYSTEM, "prefixSystem", system);
        sources.add(builder, Part.DOCUMENTS, "prefixDocuments", documents);
        sources.add(builder, Part.HISTORY, "prefixHistory", history);
        PrefixLayers layers = new PrefixLayers();
        if (!builder.isEmpty()) {
            builder.build().layers().forEach((part, layer) -> layers.layers.put(part, layer.blocks()));
        }
        return layers;
    }

    private PrefixLayers() {}

    public boolean isEmpty() {
        return layers.isEmpty();
    }

    void addTo(CachePrefix.Builder builder) {
        layers.forEach(builder::addRead);
    }
}
