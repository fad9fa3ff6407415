/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import java.util.Map;
import org.apache.camel.spi.Metadata;

/** The options that a component has about what its calls share: the beginnings of their prompts. */
public abstract class ClaudePrefixesComponent extends ClaudeBackendsComponent {

    @Metadata(
            description = "Beginnings of prompts that calls share, by a name that they say as cachePrefix:"
                    + " cachePrefixes[handbook].system=resource:classpath:rules.md. Layers are tools, system, documents and"
                    + " history, life is 5m or 1h. Beans of type CachePrefix, and of type PrefixOptions by their names, are"
                    + " prefixes, too.")
    private Map<String, PrefixOptions> cachePrefixes;

    public Map<String, PrefixOptions> getCachePrefixes() {
        return cachePrefixes;
    }

    public void setCachePrefixes(Map<String, PrefixOptions> cachePrefixes) {
        this.cachePrefixes = cachePrefixes;
    }
}
