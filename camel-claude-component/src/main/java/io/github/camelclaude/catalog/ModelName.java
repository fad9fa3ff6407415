/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.catalog;

import java.util.Locale;
import java.util.regex.Pattern;

/** Takes the decorations off a model's name that don't change which model it is. */
final class ModelName {

    private static final int LONGEST = 100;
    private static final Pattern CLOUD_PREFIX = Pattern.compile("^(?:[a-z-]+\\.)?anthropic\\.");
    private static final Pattern CLOUD_SUFFIX = Pattern.compile("-v\\d+(?::\\d+)?$");
    private static final Pattern DATE = Pattern.compile("[-@](?:20\\d{6}|latest|default)$");
    private static final Pattern STRANGE = Pattern.compile("[^a-z0-9._:@-]");

    private ModelName() {}

    /** In lower case, without a cloud's prefix and suffix and without a date; fit to be part of the name of a limit group. */
    static String plain(String id) {
        String name = id.strip().toLowerCase(Locale.ROOT);
        name = name.substring(name.lastIndexOf('/') + 1);
        name = CLOUD_PREFIX.matcher(name).replaceFirst("");
        name = CLOUD_SUFFIX.matcher(name).replaceFirst("");
        name = DATE.matcher(name).replaceFirst("");
        name = STRANGE.matcher(name).replaceAll("_");
        return name.isEmpty() ? "unnamed" : name.substring(0, Math.min(LONGEST, name.length()));
    }
}
