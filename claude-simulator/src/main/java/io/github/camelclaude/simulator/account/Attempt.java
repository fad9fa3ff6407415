/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.account;

import java.time.Instant;
import java.util.Optional;

/** One request that arrived. Its number counts the attempts with the same content, from 1. */
public final class Attempt {

    private final String contentKey;
    private final int number;
    private final String model;
    private final Instant arrivedAt;
    private final boolean early;
    private volatile Ending ending;

    Attempt(String contentKey, int number, String model, Instant arrivedAt, boolean early) {
        this.contentKey = contentKey;
        this.number = number;
        this.model = model;
        this.arrivedAt = arrivedAt;
        this.early = early;
    }

    public String contentKey() {
        return contentKey;
    }

    public int number() {
        return number;
    }

    public String model() {
        return model;
    }

    public Instant arrivedAt() {
        return arrivedAt;
    }

    /** Whether it came before the {@code retry-after} that its predecessor with the same content was told. */
    public boolean isEarly() {
        return early;
    }

    /** Empty while it is running. */
    public Optional<Ending> ending() {
        return Optional.ofNullable(ending);
    }

    void end(Ending how) {
        ending = how;
    }

    @Override
    public String toString() {
        return "attempt " + number + " at " + arrivedAt + (early ? " (early)" : "") + ": "
                + (ending == null ? "running" : ending.label());
    }
}
