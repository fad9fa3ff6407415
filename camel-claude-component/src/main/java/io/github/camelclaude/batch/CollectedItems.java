/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ref.Cleaner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Messages that {@link BatchAggregationStrategy} has collected in a file, as the body of an aggregated exchange. The file is
 * gone when that exchange is done; if it never comes to be, then when this object is garbage or the Camel context stops.
 */
public final class CollectedItems {

    static final String CUSTOM_ID = "custom_id";
    static final String EXCHANGE_ID = "exchange_id";
    static final String TEXT = "text";
    static final String VALUE = "value";
    static final String BYTES = "base64";
    static final String UNUSABLE = "unusable";
    static final String HEADERS = "headers";
    static final String CONTEXT = "context";

    private static final Cleaner CLEANER = Cleaner.create();

    private final Path file;
    private final Cleaner.Cleanable deletion;
    private int size;

    /** @param gone is run once when the file has been deleted */
    CollectedItems(Path file, Runnable gone) {
        this.file = file;
        this.deletion = CLEANER.register(this, deletionOf(file, gone));
    }

    /** Must not know this object, which would never become garbage then. */
    private static Runnable deletionOf(Path file, Runnable gone) {
        return () -> {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                // The directory is the next to go.
            }
            gone.run();
        };
    }

    /** How many messages there are. */
    public synchronized int size() {
        return size;
    }

    Path file() {
        return file;
    }

    synchronized void add(String line) {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Message " + (size + 1) + " can't be collected ("
                            + e.getClass().getSimpleName() + ")",
                    e);
        }
        size++;
    }

    void deleteWith(Exchange exchange) {
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                delete();
            }
        });
    }

    /** May be called more than once. */
    void delete() {
        deletion.clean();
    }

    @Override
    public String toString() {
        return "CollectedItems[" + size() + "]";
    }
}
