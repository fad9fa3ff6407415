/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import io.github.camelclaude.batch.HandedIn.Good;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The first item of each beginning that many items of a job share. The requests of a batch run beside each other, so they would
 * all write that beginning to the prompt cache; sent before the others, one writes it and they can read it.
 */
final class Seeds {

    /**
     * So many others have to begin like a seed for all to wait for it. Writing for an hour pays from the second read on; what has
     * to be worth something here is the wait.
     */
    static final int LEAST_OTHERS = 50;

    /** More beginnings than that are no common ones. */
    private static final int MOST = 5;

    private final Map<String, Seed> seeds = new LinkedHashMap<>();

    /** @param position where it stood */
    record Seed(Good item, long position, int[] others) {}

    /** @return whether the item is kept as a seed, and is to be placed in the end */
    boolean keeps(Good item, long position) {
        Optional<String> beginning = SharedBeginning.of(item.params());
        if (beginning.isEmpty()) {
            return false;
        }
        Seed seed = seeds.get(beginning.get());
        if (seed != null) {
            seed.others()[0]++;
            return false;
        }
        if (seeds.size() == MOST) {
            return false;
        }
        seeds.put(beginning.get(), new Seed(item, position, new int[1]));
        return true;
    }

    /** Whether one of them has this id. */
    boolean have(String callerId) {
        return seeds.values().stream().anyMatch(seed -> seed.item().callerId().equals(callerId));
    }

    Collection<Seed> all() {
        return seeds.values();
    }

    /** Whether the others should wait for them. */
    boolean pay() {
        return seeds.values().stream().anyMatch(seed -> seed.others()[0] >= LEAST_OTHERS);
    }
}
