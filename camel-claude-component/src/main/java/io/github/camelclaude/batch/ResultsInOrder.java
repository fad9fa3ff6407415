/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The results of a batch in the order of its rows; the service has them in any. They rest in a file until this is closed;
 * memory holds where each begins, twelve bytes a row. For one thread.
 */
public final class ResultsInOrder implements AutoCloseable {

    private static final JsonFactory JSON = new JsonFactory();

    private final Path file;
    private final FileChannel channel;
    private final long[] starts;
    private final int[] lengths;
    private int others;

    /** Takes a line. */
    @FunctionalInterface
    public interface Lines {
        void line(int row, String line) throws IOException;
    }

    private ResultsInOrder(Path file, int rows) throws IOException {
        this.file = file;
        this.channel = SpoolDirectory.newFile(file);
        this.starts = new long[rows];
        this.lengths = new int[rows];
        Arrays.fill(lengths, -1);
    }

    /**
     * Takes results in to their end; closes them.
     *
     * @param directory where they rest
     * @param nonce     of the submission; lines of others are left out
     * @param rows      how many items it has
     * @throws IOException if they break off or the disk fails; nothing is left then
     */
    public static ResultsInOrder take(InputStream results, Path directory, String nonce, int rows) throws IOException {
        SpoolDirectory.create(directory);
        Path file = directory.resolve(nonce + "-" + Nonce.next() + SpoolDirectory.RESULTS);
        ResultsInOrder taken = new ResultsInOrder(file, rows);
        try (results) {
            taken.read(new ByteLines(results), nonce);
            return taken;
        } catch (IOException | RuntimeException e) {
            taken.close();
            throw e;
        }
    }

    private void read(ByteLines lines, String nonce) throws IOException {
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 64 * 1024);
        long at = 0;
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
            int row = row(line, nonce);
            if (row >= 0 && lengths[row] < 0) {
                out.write(line);
                starts[row] = at;
                lengths[row] = line.length;
                at += line.length;
            } else if (line.length > 0) {
                others++;
            }
        }
        out.flush();
    }

    /** @return -1 if it is not one of ours */
    private int row(byte[] line, String nonce) throws IOException {
        return customId(line)
                .flatMap(CustomId::of)
                .filter(id -> id.nonce().equals(nonce) && id.row() < lengths.length)
                .map(CustomId::row)
                .orElse(-1);
    }

    private static Optional<String> customId(byte[] line) throws IOException {
        try (JsonParser parser = JSON.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isId = parser.currentName().equals("custom_id");
                parser.nextToken();
                if (isId) {
                    return Optional.ofNullable(parser.getValueAsString());
                }
                parser.skipChildren();
            }
            return Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** How many lines were left out: of other ids, of a row that had one before, or no JSON. */
    public int others() {
        return others;
    }

    /** What became of the item in a row, or empty if the results tell nothing of it. */
    public Optional<String> line(int row) throws IOException {
        if (lengths[row] < 0) {
            return Optional.empty();
        }
        ByteBuffer line = ByteBuffer.allocate(lengths[row]);
        while (line.hasRemaining()) {
            if (channel.read(line, starts[row] + line.position()) < 0) {
                throw new EOFException("The results in " + file + " were cut off; fetch them again");
            }
        }
        return Optional.of(new String(line.array(), StandardCharsets.UTF_8));
    }

    /** All lines that there are, by row. */
    public void forEach(Lines lines) throws IOException {
        for (int row = 0; row < lengths.length; row++) {
            Optional<String> line = line(row);
            if (line.isPresent()) {
                lines.line(row, line.get());
            }
        }
    }

    /** Deletes the file. May be called more than once. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }
}
