/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import javax.cache.Cache;
import org.apache.camel.spi.Metadata;

/** The options of a component about the prompt cache, which its endpoints share. */
public abstract class ClaudePrefixComponent extends ClaudeBackendsComponent {

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
