/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.cache;

import io.github.camelclaude.messages.PrefixContent;
import io.github.camelclaude.prefix.CachePrefix;
import io.github.camelclaude.prefix.CachePrefix.Part;
import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.CamelContext;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.util.ObjectHelper;

/** Reads the layers of prefixes from resources and beans that options name, once. */
public final class PrefixSources {

    private static final String RESOURCE = "resource:";

    private final CamelContext context;

    public PrefixSources(CamelContext context) {
        this.context = context;
    }

    /**
     * Adds to a layer.
     *
     * @param option the name of the option, for messages
     * @param value  {@code resource:} or {@code file:} and a place, or {@code #} and the name of a bean, several with commas;
     *               null for nothing
     * @throws IllegalArgumentException if it is something else, or has other content than the layer
     */
    public void add(CachePrefix.Builder prefix, Part part, String option, String value) throws IOException {
        if (ObjectHelper.isEmpty(value)) {
            return;
        }
        for (String source : value.split(",")) {
            String place = source.strip();
            String origin = option + "=" + place;
            if (place.startsWith("#")) {
                PrefixContent.add(prefix, part, bean(origin, place), origin, "");
            } else if (place.startsWith(RESOURCE) || place.startsWith("file:") || place.startsWith("classpath:")) {
                String name = place.startsWith(RESOURCE) ? place.substring(RESOURCE.length()) : place;
                PrefixContent.add(prefix, part, bytes(name), origin, title(name));
            } else {
                throw new IllegalArgumentException(
                        option + " must be resource: and a place, file: and a path, or # and the"
                                + " name of a bean, and one part of it begins otherwise; words themselves do not belong into an"
                                + " option, whose values reach logs");
            }
        }
    }

    private Object bean(String origin, String reference) {
        String name = reference.startsWith("#bean:") ? reference.substring("#bean:".length()) : reference.substring(1);
        Object bean = context.getRegistry().lookupByName(name);
        if (bean == null) {
            throw new IllegalArgumentException(origin + ": there is no bean of this name");
        }
        return bean;
    }

    private byte[] bytes(String name) throws IOException {
        try (InputStream in = ResourceHelper.resolveMandatoryResourceAsInputStream(context, name)) {
            return in.readAllBytes();
        }
    }

    /** The name of the file: where it lies differs from node to node, and the prompt must not. */
    private static String title(String name) {
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf(':')) + 1);
    }
}
