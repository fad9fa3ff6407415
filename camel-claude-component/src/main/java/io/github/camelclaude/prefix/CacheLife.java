/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.prefix;

import java.time.Duration;

/** How long an entry of the prompt cache lives from the start of the last request that wrote or read it. */
public enum CacheLife {
    FIVE_MINUTES("5m", Duration.ofMinutes(5)),
    ONE_HOUR("1h", Duration.ofHours(1));

    private final String label;
    private final Duration duration;

    CacheLife(String label, Duration duration) {
        this.label = label;
        this.duration = duration;
    }

    /** As the API writes it. */
    public String label() {
        return label;
    }

    public Duration duration() {
        return duration;
    }
}
