/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import io.github.camelclaude.cache.PrefixSources;
import io.github.camelclaude.catalog.ModelCatalog;
import io.github.camelclaude.messages.CacheSettings;
import io.github.camelclaude.messages.PrefixPlanning;
import io.github.camelclaude.prefix.CacheLife;
import io.github.camelclaude.prefix.CachePrefix;
import io.github.camelclaude.prefix.CachePrefix.Part;
import java.io.IOException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.util.ObjectHelper;

/** The cache prefixes of a component: those that its options and the registry declare, once, and those that routes declare. */
final class ComponentPrefixes {

    private final PrefixPlanning caching;
    /** Names that a claude:cache-prefix of the context will declare. */
    private final Set<String> promised = ConcurrentHashMap.newKeySet();

    ComponentPrefixes(ModelCatalog catalog) {
        this.caching = new PrefixPlanning(catalog);
    }

    PrefixPlanning caching() {
        return caching;
    }

    /** Reads what options and registry declare. */
    void declare(CamelContext context, Map<String, PrefixOptions> options, boolean beans) throws IOException {
        PrefixSources sources = new PrefixSources(context);
        Map<String, CachePrefix> declared = new TreeMap<>();
        if (beans) {
            for (CachePrefix bean : new HashSet<>(context.getRegistry().findByType(CachePrefix.class))) {
                CachePrefix other = declared.put(bean.name(), bean);
                if (other != null) {
                    throw new IllegalArgumentException(
                            "Two beans are cache prefixes of the name " + bean.name() + ", and they differ");
                }
            }
            for (Map.Entry<String, PrefixOptions> bean : context.getRegistry()
                    .findByTypeWithName(PrefixOptions.class)
                    .entrySet()) {
                twice(declared.put(bean.getKey(), read(bean.getKey(), bean.getValue(), sources)));
            }
        }
        if (options != null) {
            for (Map.Entry<String, PrefixOptions> option : options.entrySet()) {
                twice(declared.put(option.getKey(), read(option.getKey(), option.getValue(), sources)));
            }
        }
        declared.values().forEach(caching.prefixes()::declare);
    }

    private static void twice(CachePrefix before) {
        if (before != null) {
            throw new IllegalArgumentException("The cache prefix " + before.name()
                    + " is declared twice, by cachePrefixes and a bean or by two beans");
        }
    }

    private static CachePrefix read(String name, PrefixOptions options, PrefixSources sources) throws IOException {
        String what = "cachePrefixes[" + name + "]";
        CachePrefix.Builder builder = CachePrefix.named(name).life(life(what + ".life", options.getLife()));
        if (options.getLives() != null) {
            for (Map.Entry<String, String> life : options.getLives().entrySet()) {
                builder.life(part(what, life.getKey()), life(what + ".lives[" + life.getKey() + "]", life.getValue()));
            }
        }
        sources.add(builder, Part.TOOLS, what + ".tools", options.getTools());
        sources.add(builder, Part.SYSTEM, what + ".system", options.getSystem());
        sources.add(builder, Part.DOCUMENTS, what + ".documents", options.getDocuments());
        sources.add(builder, Part.HISTORY, what + ".history", options.getHistory());
        return builder.build();
    }

    private static Part part(String what, String name) {
        try {
            return Part.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    what + ".lives[" + name + "]: there is no such layer, only tools, system, documents and history",
                    e);
        }
    }

    /** @throws IllegalArgumentException if it is none */
    static CacheLife life(String option, String life) {
        if (ObjectHelper.isEmpty(life)) {
            return null;
        }
        for (CacheLife known : CacheLife.values()) {
            if (known.label().equals(life)) {
                return known;
            }
        }
        throw new IllegalArgumentException(option + "=" + life + " must be one of 5m and 1h");
    }

    /** Null to see by the number of turns. */
    private static Boolean conversation(String conversation) {
        return switch (conversation) {
            case "auto" -> null;
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default ->
                throw new IllegalArgumentException(
                        "cacheConversation=" + conversation + " must be one of auto, true and false");
        };
    }

    /** What an endpoint says. */
    CacheSettings settings(CacheConfiguration options) {
        return new CacheSettings(
                ObjectHelper.isEmpty(options.getCachePrefix()) ? null : options.getCachePrefix(),
                life("cacheTtl", options.getCacheTtl()),
                options.getCacheMarks(),
                conversation(options.getCacheConversation()),
                caching);
    }

    /** A route of the context will declare it, or does so already. */
    void promise(String name) {
        promised.add(name);
    }

    /** @throws IllegalArgumentException if nothing will declare this prefix, as far as can be known */
    void requireKnown(String name) {
        if (!caching.prefixes().has(name) && !promised.contains(name)) {
            Set<String> known = new TreeSet<>(promised);
            caching.prefixes().all().forEach(prefix -> known.add(prefix.name()));
            throw new IllegalArgumentException(
                    "cachePrefix=" + name + " names no cache prefix that is known; there are "
                            + known + ". Declare it as cachePrefixes[" + name
                            + "], as a bean of type CachePrefix, or by claude:cache-prefix?cachePrefix=" + name
                            + " in a route of this context");
        }
    }
}
