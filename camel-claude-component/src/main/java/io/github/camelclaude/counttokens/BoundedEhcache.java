/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.counttokens;

import javax.cache.Cache;
import javax.cache.CacheManager;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.jsr107.Eh107Configuration;
import org.ehcache.jsr107.EhcacheCachingProvider;

/**
 * The cache that there is by itself where Ehcache is on the class path. The one class that needs Ehcache: JCache has no
 * word for how large a cache may grow. Its provider is its own, not the one that the JVM shares.
 */
public final class BoundedEhcache {

    /** Whether this is on the class path says whether the rest of this class works. */
    public static final String PROVIDER = "org.ehcache.jsr107.EhcacheCachingProvider";

    private BoundedEhcache() {}

    /**
     * To be closed by closing its provider.
     *
     * @param entries how many it may hold
     */
    public static Cache<String, String> open(String name, int entries) {
        EhcacheCachingProvider provider = new EhcacheCachingProvider();
        CacheManager manager =
                provider.getCacheManager(provider.getDefaultURI(), BoundedEhcache.class.getClassLoader());
        return manager.createCache(
                name,
                Eh107Configuration.fromEhcacheCacheConfiguration(CacheConfigurationBuilder.newCacheConfigurationBuilder(
                        String.class, String.class, ResourcePoolsBuilder.heap(entries))));
    }
}
