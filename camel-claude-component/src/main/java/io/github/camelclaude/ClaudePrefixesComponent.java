/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import java.util.Map;
import javax.cache.Cache;
import org.apache.camel.spi.Metadata;

/** The options that a component has about what its calls share: the beginnings of their prompts, and their cache. */
public abstract class ClaudePrefixesComponent extends ClaudeBackendsComponent {

    @Metadata(
            description = "Beginnings of prompts that calls share, by a name that they say as cachePrefix:"
                    + " cachePrefixes[handbook].system=resource:classpath:rules.md. Layers are tools, system, documents and"
                    + " history, life is 5m or 1h. Beans of type CachePrefix, and of type PrefixOptions by their names, are"
                    + " prefixes, too.")
    private Map<String, PrefixOptions> cachePrefixes;

    @Metadata(
            label = "cache",
            defaultValue = "true",
            description =
                    "Whether calls wait, within their deadline, for the first of them to write a prefix that is not cached yet,"
                            + " and then read it. Without it each of them writes it.")
    private boolean warmGate = true;

    @Metadata(
            label = "cache",
            autowired = false,
            description =
                    "Where is kept which prefixes are cached: a bean (#name), a JCache of any provider for texts (String) under"
                            + " texts, which many nodes may share and which bounds itself. Without it, Ehcache is used if it is"
                            + " on the class path, and memory otherwise, for one process.")
    private Cache<String, String> prefixCache;

    @Metadata(
            label = "cache,advanced",
            defaultValue = "10000",
            description = "How many cached prefixes are known at once where there is no prefixCache.")
    private int prefixCacheEntries = 10_000;

    public Map<String, PrefixOptions> getCachePrefixes() {
        return cachePrefixes;
    }

    public void setCachePrefixes(Map<String, PrefixOptions> cachePrefixes) {
        this.cachePrefixes = cachePrefixes;
    }

    public boolean isWarmGate() {
        return warmGate;
    }

    public void setWarmGate(boolean warmGate) {
        this.warmGate = warmGate;
    }

    public Cache<String, String> getPrefixCache() {
        return prefixCache;
    }

    public void setPrefixCache(Cache<String, String> prefixCache) {
        this.prefixCache = prefixCache;
    }

    public int getPrefixCacheEntries() {
        return prefixCacheEntries;
    }

    public void setPrefixCacheEntries(int prefixCacheEntries) {
        this.prefixCacheEntries = prefixCacheEntries;
    }
}
