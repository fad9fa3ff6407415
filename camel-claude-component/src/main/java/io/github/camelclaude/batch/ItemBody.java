/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.BaseStream;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.apache.camel.TypeConversionException;
import org.apache.camel.WrappedFile;

/** Opens a message body as entries: what has elements by its elements, what has bytes or characters as JSONL or CSV. */
final class ItemBody {

    private static final List<String> JSONL_TYPES =
            List.of("application/x-jsonl", "application/x-ndjson", "application/jsonl");

    private ItemBody() {}

    static Entries open(Exchange exchange, ItemSettings settings) throws IOException {
        Message message = exchange.getMessage();
        Object body = message.getBody();
        if (body instanceof CollectedItems collected) {
            return new CollectedEntries(exchange.getContext(), collected, settings.longest());
        }
        if (isWritten(body)) {
            return written(message, body, format(message, body, settings.format()), settings);
        }
        Entries elements = elements(body);
        if (elements == null) {
            throw new ClaudeInvalidRequestException((body == null
                            ? "The message body is missing"
                            : "A message body of type " + body.getClass().getName() + " can't be read as items")
                    + ". Nothing was sent; hand in a list, an array, an iterator or a stream of items, or a file, bytes or"
                    + " text with JSONL or CSV");
        }
        return elements;
    }

    /** A path is an Iterable too, of its own names. */
    private static boolean isWritten(Object body) {
        return body instanceof File
                || body instanceof Path
                || body instanceof WrappedFile
                || body instanceof InputStream
                || body instanceof Reader
                || body instanceof StreamCache
                || body instanceof byte[]
                || body instanceof CharSequence;
    }

    private static Entries elements(Object body) {
        AutoCloseable origin = body instanceof AutoCloseable closeable ? closeable : () -> {};
        if (body instanceof Iterable<?> iterable) {
            return new ElementEntries(iterable.iterator(), origin);
        }
        if (body instanceof Iterator<?> iterator) {
            return new ElementEntries(iterator, origin);
        }
        if (body instanceof BaseStream<?, ?> stream) {
            return new ElementEntries(stream.iterator(), origin);
        }
        if (body != null && body.getClass().isArray()) {
            return new ElementEntries(
                    IntStream.range(0, Array.getLength(body))
                            .mapToObj(i -> Array.get(body, i))
                            .iterator(),
                    origin);
        }
        return null;
    }

    // JSONL and CSV

    private static ItemFormat format(Message message, Object body, ItemFormat format) {
        if (format != ItemFormat.auto) {
            return format;
        }
        ItemFormat byName = byName(ownName(body));
        if (byName == null) {
            byName = byName(message.getHeader(Exchange.FILE_NAME, String.class));
        }
        ItemFormat told = byName != null ? byName : byType(message.getHeader(Exchange.CONTENT_TYPE, String.class));
        if (told == null) {
            throw new ClaudeInvalidRequestException("It can't be told whether the message body is JSONL or CSV: no file"
                    + " name ends in .jsonl, .ndjson or .csv, and the header " + Exchange.CONTENT_TYPE
                    + " names neither. Nothing was sent; set itemFormat=jsonl or itemFormat=csv");
        }
        return told;
    }

    private static String ownName(Object body) {
        Object file = body instanceof WrappedFile<?> wrapped ? wrapped.getFile() : body;
        return file instanceof File || file instanceof Path ? file.toString() : null;
    }

    private static ItemFormat byName(String name) {
        String lower = Objects.toString(name, "").toLowerCase(Locale.ROOT);
        if (lower.endsWith(".jsonl") || lower.endsWith(".ndjson")) {
            return ItemFormat.jsonl;
        }
        return lower.endsWith(".csv") ? ItemFormat.csv : null;
    }

    private static ItemFormat byType(String contentType) {
        String type = Objects.toString(contentType, "").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (JSONL_TYPES.contains(type)) {
            return ItemFormat.jsonl;
        }
        return "text/csv".equals(type) ? ItemFormat.csv : null;
    }

    private static Entries written(Message message, Object body, ItemFormat format, ItemSettings settings)
            throws IOException {
        Reader reader = reader(message, body);
        if (format == ItemFormat.jsonl) {
            return new LineEntries(reader, settings.longest(), "Line");
        }
        try {
            return new RowEntries(reader, settings);
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private static Reader reader(Message message, Object body) throws IOException {
        if (body instanceof StreamCache cache) {
            cache.reset();
        }
        if (body instanceof CharSequence text) {
            return Utf8.withoutMark(new StringReader(text.toString()));
        }
        return body instanceof Reader reader ? Utf8.withoutMark(reader) : Utf8.reader(bytes(message, body));
    }

    private static InputStream bytes(Message message, Object body) throws IOException {
        if (body instanceof InputStream in) {
            return in;
        }
        if (body instanceof byte[] bytes) {
            return new ByteArrayInputStream(bytes);
        }
        if (body instanceof File file) {
            return Files.newInputStream(file.toPath());
        }
        if (body instanceof Path path) {
            return Files.newInputStream(path);
        }
        try {
            InputStream in = message.getBody(InputStream.class);
            if (in != null) {
                return in;
            }
        } catch (TypeConversionException e) {
            // Said below, without what Camel's own message may quote.
        }
        throw new IOException("A " + body.getClass().getName() + " can't be read");
    }
}
