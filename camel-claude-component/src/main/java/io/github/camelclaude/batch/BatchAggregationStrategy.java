/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import com.anthropic.models.messages.MessageCreateParams;
import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.backend.AnthropicApi;
import io.github.camelclaude.backend.LargestRequest;
import io.github.camelclaude.messages.Json;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.TypeConversionException;
import org.apache.camel.WrappedFile;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Collects messages that come one by one for a message batch: {@code aggregate(...)} with this strategy, and the aggregated
 * exchange has {@link CollectedItems} as its body. What is collected lies in a file, one for each group, which only its owner
 * may read; memory holds none of it. Of a message are kept: the body (text, a map or a list, or bytes), the header
 * {@link ClaudeConstants#CUSTOM_ID}, the headers that a request is made of, and those that {@code context} lists, which come
 * back with the result.
 *
 * <p>May be shared by routes and threads. Does not go together with {@code optimisticLocking}.
 */
public class BatchAggregationStrategy implements AggregationStrategy {

    /** Headers that the endpoint reads, as far as its allowHeaders says so. */
    private static final List<String> REQUEST_HEADERS =
            List.of(ClaudeConstants.MODEL, ClaudeConstants.MAX_TOKENS, ClaudeConstants.SYSTEM);

    private static final String FILES = "rw-------";
    private static final String DIRECTORIES = "rwx------";

    private final Map<Path, CamelContext> files = new ConcurrentHashMap<>();
    private final Set<CamelContext> tidiedWith = ConcurrentHashMap.newKeySet();
    private List<String> context = List.of();
    private Path directory;
    private Path own;

    public BatchAggregationStrategy() {}

    /** @param context the headers that come back with the result, comma-separated */
    public BatchAggregationStrategy(String context) {
        setContext(context);
    }

    /** @param context the headers that come back with the result, comma-separated */
    public final void setContext(String context) {
        this.context = context == null
                ? List.of()
                : Arrays.stream(context.split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList();
    }

    public String getContext() {
        return String.join(",", context);
    }

    /** @param directory where the files lie; is made if it is not there. By default one of its own among the temporary ones. */
    public synchronized void setDirectory(String directory) {
        this.directory = directory == null || directory.isBlank() ? null : Path.of(directory);
    }

    public synchronized String getDirectory() {
        return directory == null ? null : directory.toString();
    }

    @Override
    public Exchange aggregate(Exchange oldExchange, Exchange newExchange) {
        if (newExchange == null) {
            return oldExchange;
        }
        String line = line(newExchange);
        if (oldExchange != null && oldExchange.getMessage().getBody() instanceof CollectedItems items) {
            items.add(line);
            return oldExchange;
        }
        tidyWith(newExchange.getContext());
        CollectedItems items = begin(newExchange.getContext());
        items.add(line);
        newExchange.getMessage().removeHeader(ClaudeConstants.CUSTOM_ID);
        newExchange.getMessage().setBody(items);
        return newExchange;
    }

    /** The aggregated exchange sets out: from here on the file is its own. */
    @Override
    public void onCompletion(Exchange exchange) {
        if (exchange != null && exchange.getMessage().getBody() instanceof CollectedItems items) {
            items.deleteWith(exchange);
        }
    }

    @Override
    public void onOptimisticLockFailure(Exchange oldExchange, Exchange newExchange) {
        throw new UnsupportedOperationException(
                "BatchAggregationStrategy does not go together with optimisticLocking: what is in the file can't be taken"
                        + " back. Leave optimisticLocking out");
    }

    // A line

    private String line(Exchange exchange) {
        Message message = exchange.getMessage();
        Map<String, Object> line = new LinkedHashMap<>();
        putSimple(line, CollectedItems.CUSTOM_ID, message.getHeader(ClaudeConstants.CUSTOM_ID));
        line.put(CollectedItems.EXCHANGE_ID, exchange.getExchangeId());
        line.put(CollectedItems.HEADERS, headers(message, REQUEST_HEADERS));
        line.put(CollectedItems.CONTEXT, headers(message, context));
        Map<String, Object> whole = new LinkedHashMap<>(line);
        body(message, whole);
        try {
            return Json.text(whole);
        } catch (Json.NotJson e) {
            line.put(CollectedItems.UNUSABLE, message.getBody().getClass().getName());
            return Json.text(line);
        }
    }

    private static Map<String, Object> headers(Message message, List<String> names) {
        Map<String, Object> headers = new LinkedHashMap<>();
        names.forEach(name -> putSimple(headers, name, message.getHeader(name)));
        return headers;
    }

    private static void putSimple(Map<String, Object> values, String name, Object value) {
        if (value != null) {
            values.put(name, value instanceof Number || value instanceof Boolean ? value : value.toString());
        }
    }

    private static void body(Message message, Map<String, Object> line) {
        Object body = message.getBody();
        if (body == null || body instanceof CharSequence || body instanceof Number) {
            line.put(CollectedItems.TEXT, body == null ? null : body.toString());
        } else if (body instanceof MessageCreateParams params) {
            line.put(CollectedItems.VALUE, AnthropicApi.fields(params));
        } else if (body instanceof Map || body instanceof List) {
            line.put(CollectedItems.VALUE, body);
        } else {
            byte[] bytes = bytes(message, body);
            if (bytes == null) {
                line.put(CollectedItems.UNUSABLE, body.getClass().getName());
            } else {
                line.put(CollectedItems.BYTES, Base64.getEncoder().encodeToString(bytes));
            }
        }
    }

    /** Camel turns anything into bytes by its toString(), which is no prompt. */
    private static byte[] bytes(Message message, Object body) {
        boolean isReadable = body instanceof WrappedFile
                || body instanceof File
                || body instanceof InputStream
                || message.getExchange()
                                .getContext()
                                .getTypeConverterRegistry()
                                .lookup(InputStream.class, body.getClass())
                        != null;
        if (!isReadable) {
            return null;
        }
        try (InputStream in = message.getBody(InputStream.class)) {
            return in == null ? null : in.readNBytes(LargestRequest.BYTES + 1);
        } catch (TypeConversionException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "A message body can't be read to be collected ("
                            + e.getClass().getSimpleName() + ")",
                    e);
        }
    }

    // Files

    private CollectedItems begin(CamelContext camel) {
        try {
            Path file = isPosix()
                    ? Files.createTempFile(
                            directory(),
                            "collected-",
                            ".jsonl",
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(FILES)))
                    : Files.createTempFile(directory(), "collected-", ".jsonl");
            files.put(file, camel);
            Map<Path, CamelContext> known = files;
            return new CollectedItems(file, () -> known.remove(file));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "No file can be made to collect messages in ("
                            + e.getClass().getSimpleName() + "); look at directory of BatchAggregationStrategy",
                    e);
        }
    }

    private synchronized Path directory() throws IOException {
        if (directory == null) {
            if (own == null || !Files.isDirectory(own)) {
                own = Files.createTempDirectory("camel-claude-collected-");
            }
            return own;
        }
        if (!Files.isDirectory(directory)) {
            if (isPosix()) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(DIRECTORIES)));
            } else {
                Files.createDirectories(directory);
            }
        }
        return directory;
    }

    private static boolean isPosix() {
        return Path.of("").getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Groups that never complete leave their files behind: they go with the context. */
    private void tidyWith(CamelContext camel) {
        if (tidiedWith.add(camel)) {
            try {
                camel.addService(new ServiceSupport() {
                    @Override
                    protected void doStop() throws IOException {
                        tidy(camel);
                    }
                });
            } catch (Exception e) {
                throw new IllegalStateException("The files of collected messages can't be looked after", e);
            }
        }
    }

    private synchronized void tidy(CamelContext camel) throws IOException {
        tidiedWith.remove(camel);
        for (Map.Entry<Path, CamelContext> file : files.entrySet()) {
            if (file.getValue() == camel && files.remove(file.getKey(), camel)) {
                Files.deleteIfExists(file.getKey());
            }
        }
        if (own != null && files.isEmpty()) {
            Files.deleteIfExists(own);
        }
    }
}
