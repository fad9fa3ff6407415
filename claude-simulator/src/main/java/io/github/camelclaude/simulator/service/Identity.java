/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.service;

import io.github.camelclaude.simulator.seed.Seed;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** The names of one simulated organization, and ids in the service's shape; the same for the same seed. */
public final class Identity {

    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final int LENGTH = 24;
    private final Seed seed;
    private final String organizationId;
    private final String defaultWorkspaceId;
    private final AtomicLong count = new AtomicLong();

    public Identity(long number) {
        seed = Seed.of(number);
        Seed own = seed.with("organization");
        organizationId =
                new UUID(own.value() & ~0xF000L | 0x4000L, own.with(1).value() >>> 2 | 0x8000000000000000L).toString();
        defaultWorkspaceId = "wrkspc_" + letters(seed.with("workspace"));
    }

    public String organizationId() {
        return organizationId;
    }

    public String defaultWorkspaceId() {
        return defaultWorkspaceId;
    }

    Seed seed() {
        return seed;
    }

    /** A fresh id with a prefix such as {@code req_}. */
    public String next(String prefix) {
        return prefix + letters(seed.with(prefix).with(count.incrementAndGet()));
    }

    /** The id of something that lasts, always the same. */
    public String lasting(String prefix, String what) {
        return prefix + letters(seed.with(prefix).with(what));
    }

    private static String letters(Seed seed) {
        StringBuilder id = new StringBuilder("01");
        Seed next = seed;
        while (id.length() < LENGTH) {
            next = next.with(id.length());
            long bits = next.value();
            for (int i = 0; i < 8 && id.length() < LENGTH; i++) {
                id.append(ALPHABET.charAt((int) Long.remainderUnsigned(bits, ALPHABET.length())));
                bits >>>= 7;
            }
        }
        return id.toString();
    }
}
