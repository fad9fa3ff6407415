/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import io.github.camelclaude.catalog.BackendCatalog;
import java.util.Locale;

/** What a backend is called in sentences: {@code Claude} where there is nothing to confuse it with. */
record SpokenName(String inside) {

    private static final String THE_ONLY_ONE = "anthropic";

    static SpokenName of(BackendSettings settings, BackendCatalog catalog) {
        if (settings.kind().equals(THE_ONLY_ONE) && settings.name().equals(THE_ONLY_ONE)) {
            return new SpokenName("Claude");
        }
        String title = catalog.title(settings.kind());
        return new SpokenName("backend %s (%s)"
                .formatted(settings.name(), settings.region() == null ? title : title + " " + settings.region()));
    }

    /** As a sentence begins with it. */
    String first() {
        return inside.substring(0, 1).toUpperCase(Locale.ROOT) + inside.substring(1);
    }
}
