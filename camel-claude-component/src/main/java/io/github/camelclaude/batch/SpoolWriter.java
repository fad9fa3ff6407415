/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Writes requests into the bodies of batches, one after the other, as many files as it takes. An item is turned into JSON
 * before it is placed, so that its size is known: no file is larger than a batch may be, and what is too large alone leaves
 * nothing behind. A file is {@code <nonce>.part} until {@link #finish()}, then {@code <nonce>.json}. One item is in memory
 * at a time. For one thread.
 */
public final class SpoolWriter implements AutoCloseable {

    /** What the API takes as one batch. */
    public static final int MOST_ITEMS = 100_000;

    /** What the API takes as one batch: 256 MB, by the careful reading. */
    public static final long MOST_BYTES = 256_000_000;

    /** A buffer above this size is not kept for the next item. */
    private static final int LARGE = 4 * 1024 * 1024;

    private static final ObjectWriter JSON = JsonMapper.builder().build().writerFor(Map.class);

    private final Path directory;
    private final Supplier<String> nonces;
    private final int mostItems;
    private final long mostBytes;
    private final List<SpoolPart> parts = new ArrayList<>();
    private final List<SpoolFile> finished = new ArrayList<>();
    private String nextNonce;
    private SpoolPart open;
    private Params params;
    private boolean ended;

    /**
     * Where an item is.
     *
     * @param nonce of its file
     * @param row   in that, from 0
     */
    public record Placed(String nonce, int row) {}

    /** As many items and bytes in a file as the API takes. */
    public SpoolWriter(Path directory, Supplier<String> nonces) throws IOException {
        this(directory, nonces, MOST_ITEMS, MOST_BYTES);
    }

    /**
     * @param directory created if it is not there
     * @param nonces    gives each file another name, as {@link Nonce} does
     * @param mostItems in a file; positive
     * @param mostBytes of a file, the frame around the items included; positive
     */
    public SpoolWriter(Path directory, Supplier<String> nonces, int mostItems, long mostBytes) throws IOException {
        if (mostItems < 1 || mostBytes < 1) {
            throw new IllegalArgumentException(
                    "mostItems=%d, mostBytes=%d: both have to be positive".formatted(mostItems, mostBytes));
        }
        this.directory = directory;
        this.nonces = nonces;
        this.mostItems = mostItems;
        this.mostBytes = mostBytes;
        this.params = new Params(mostBytes);
        this.nextNonce = nonces.get();
        SpoolDirectory.create(directory);
    }

    /**
     * Writes an item.
     *
     * @param request the request of the Messages API
     * @return where it is, or empty if it alone is larger than a batch may be
     * @throws ClaudeInvalidRequestException if it can't be written as JSON; nothing is left of it
     * @throws IOException if the disk fails; this writer can only be closed then
     */
    public Optional<Placed> add(Map<String, Object> request) throws IOException {
        if (ended) {
            throw new IllegalStateException("Nothing can be added: the spool is finished");
        }
        if (!serialize(request)) {
            return Optional.empty();
        }
        if (open == null || open.items() == mostItems || open.bytesWith(params.size()) > mostBytes) {
            if (SpoolPart.bytesWithOne(nextNonce, params.size()) > mostBytes) {
                return Optional.empty();
            }
            begin();
        }
        return Optional.of(new Placed(open.nonce(), open.add(params)));
    }

    /** @return false if it is larger than a batch may be */
    private boolean serialize(Map<String, Object> request) throws IOException {
        if (params.isLarge()) {
            params = new Params(mostBytes);
        }
        params.reset();
        try {
            JSON.writeValue(params, request);
        } catch (JsonProcessingException e) {
            throw new ClaudeInvalidRequestException(
                    "The item can't be written as JSON: " + e.getOriginalMessage() + ". Nothing was sent");
        }
        if (params.hasHalfCharacter()) {
            throw new ClaudeInvalidRequestException(
                    "The item can't be written as JSON: there is half a character in it, a surrogate alone. Nothing was sent");
        }
        return params.isWhole();
    }

    private void begin() throws IOException {
        if (open != null) {
            open.end();
        }
        open = new SpoolPart(directory, nextNonce);
        parts.add(open);
        nextNonce = nonces.get();
    }

    /** Completes the files: when it returns, they outlive a crash. Nothing can be added any more. */
    public List<SpoolFile> finish() throws IOException {
        if (ended) {
            return List.copyOf(finished);
        }
        if (open != null) {
            open.end();
        }
        for (SpoolPart part : parts) {
            Path complete = directory.resolve(part.nonce() + SpoolDirectory.COMPLETE);
            Files.move(part.path(), complete, StandardCopyOption.ATOMIC_MOVE);
            finished.add(new SpoolFile(part.nonce(), complete, part.items(), part.bytes()));
        }
        SpoolDirectory.sync(directory);
        ended = true;
        return List.copyOf(finished);
    }

    /** Deletes all that was written, unless it was finished. */
    @Override
    public void close() throws IOException {
        if (ended) {
            return;
        }
        ended = true;
        for (SpoolPart part : parts) {
            part.abandon();
            Files.deleteIfExists(directory.resolve(part.nonce() + SpoolDirectory.COMPLETE));
        }
        finished.clear();
    }

    /** The JSON of one item's params; of what no batch could hold, the size alone. */
    private static final class Params extends ByteArrayOutputStream {

        private final long most;
        private long written;

        Params(long most) {
            super(8 * 1024);
            this.most = most;
        }

        boolean isLarge() {
            return buf.length > LARGE;
        }

        boolean isWhole() {
            return written <= most;
        }

        /**
         * The API may refuse a whole batch for one. Jackson escapes both halves of a character; a first one, {@code D800} to
         * {@code DBFF}, needs its other right behind it.
         */
        boolean hasHalfCharacter() {
            for (int i = 0; i < count - 5; i++) {
                if (buf[i] != '\\') {
                    continue;
                }
                if (isHalf(i, '8', 'B')) {
                    if (!isHalf(i + 6, 'C', 'F')) {
                        return true;
                    }
                    i += 11;
                } else if (isHalf(i, 'C', 'F')) {
                    return true;
                } else {
                    i++;
                }
            }
            return false;
        }

        private boolean isHalf(int at, char from, char to) {
            return at + 5 < count
                    && buf[at] == '\\'
                    && buf[at + 1] == 'u'
                    && buf[at + 2] == 'D'
                    && buf[at + 3] >= from
                    && buf[at + 3] <= to;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            written += length;
            if (isWhole()) {
                super.write(bytes, offset, length);
            }
        }

        @Override
        public void reset() {
            super.reset();
            written = 0;
        }
    }
}
