/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.triage;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Remembers which ids a run has seen, in eight bytes each: a million take 16 MB at most, where as many strings would not fit
 * beside the rest into a small heap. Two ids are taken for one if 64 bits of their hashes are the same: with a million rows
 * that is one chance in thirty million.
 */
public final class SeenIds extends ServiceSupport implements IdempotentRepository {

    private static final long NOTHING = 0;

    private long[] table = new long[1 << 10];
    private int size;

    @Override
    public synchronized boolean add(String key) {
        if (2 * size >= table.length) {
            grow();
        }
        long hash = hash(key);
        int place = place(hash);
        if (table[place] == hash) {
            return false;
        }
        table[place] = hash;
        size++;
        return true;
    }

    @Override
    public synchronized boolean contains(String key) {
        long hash = hash(key);
        return table[place(hash)] == hash;
    }

    /** An id that has failed has been seen all the same. */
    @Override
    public boolean remove(String key) {
        return false;
    }

    @Override
    public boolean confirm(String key) {
        return true;
    }

    @Override
    public synchronized void clear() {
        Arrays.fill(table, NOTHING);
        size = 0;
    }

    private void grow() {
        long[] before = table;
        table = new long[2 * before.length];
        for (long hash : before) {
            if (hash != NOTHING) {
                table[place(hash)] = hash;
            }
        }
    }

    /** Where this hash is, or where it would go. */
    private int place(long hash) {
        int place = (int) hash & table.length - 1;
        while (table[place] != NOTHING && table[place] != hash) {
            place = place + 1 & table.length - 1;
        }
        return place;
    }

    private static long hash(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            long hash = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                hash = hash << 8 | digest[i] & 0xFF;
            }
            return hash == NOTHING ? 1 : hash;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
