/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A request body that is being written: the frame, and an item on each line. */
final class SpoolPart {

    static final String HEAD = "{\"requests\":[";
    static final String ID = "{\"custom_id\":\"";
    static final String PARAMS = "\",\"params\":";
    static final String TAIL = "]}";

    private static final int BUFFER = 64 * 1024;

    private final String nonce;
    private final Path path;
    private final FileChannel channel;
    private final OutputStream out;
    private int items;
    private long bytes;

    SpoolPart(Path directory, String nonce) throws IOException {
        this.nonce = nonce;
        this.path = directory.resolve(nonce + SpoolDirectory.PART);
        this.channel = SpoolDirectory.newFile(path);
        this.out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
        write(HEAD);
    }

    /** How many bytes a file has that holds nothing but this item. */
    static long bytesWithOne(String nonce, int params) {
        return HEAD.length() + item(nonce, 0, params) + 1L + TAIL.length();
    }

    /** How many bytes it will have when it has ended, with one more item. */
    long bytesWith(int params) {
        return bytes + (items == 0 ? 0 : 1) + item(nonce, items, params) + 1L + TAIL.length();
    }

    /** With the line break before it. */
    private static long item(String nonce, int row, int params) {
        return 1L + ID.length() + new CustomId(nonce, row).toString().length() + PARAMS.length() + params + 1;
    }

    /** @return its row */
    int add(ByteArrayOutputStream params) throws IOException {
        write((items == 0 ? "\n" : ",\n") + ID + new CustomId(nonce, items) + PARAMS);
        params.writeTo(out);
        bytes += params.size();
        write("}");
        return items++;
    }

    /** Closes it; its bytes outlive a crash. */
    void end() throws IOException {
        if (channel.isOpen()) {
            write("\n" + TAIL);
            out.flush();
            channel.force(true);
            out.close();
        }
    }

    /** Deletes it. */
    void abandon() throws IOException {
        channel.close();
        Files.deleteIfExists(path);
    }

    private void write(String ascii) throws IOException {
        out.write(ascii.getBytes(StandardCharsets.US_ASCII));
        bytes += ascii.length();
    }

    String nonce() {
        return nonce;
    }

    Path path() {
        return path;
    }

    int items() {
        return items;
    }

    /** So far; of the whole when it has ended. */
    long bytes() {
        return bytes;
    }
}
