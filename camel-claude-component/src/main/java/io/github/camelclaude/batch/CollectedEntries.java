/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.batch.HandedIn.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;

/** Reads what {@link BatchAggregationStrategy} has written: each line becomes the message again that it was. */
final class CollectedEntries implements Entries {

    private final CamelContext context;
    private final LineEntries lines;

    CollectedEntries(CamelContext context, CollectedItems items, int longest) throws IOException {
        this.context = context;
        this.lines = new LineEntries(Utf8.reader(Files.newInputStream(items.file())), longest, "Collected message");
    }

    @Override
    public Entry next() throws IOException {
        Entry line = lines.next();
        return line != null && line.value() instanceof LineEntries.Parsed parsed
                ? new Entry(line.position(), line.place(), message(parsed.object(), line.place()))
                : line;
    }

    private Object message(Map<?, ?> line, String place) {
        if (line.get(CollectedItems.UNUSABLE) instanceof String type) {
            return new Broken(
                    Reason.malformed,
                    place + ": a message body of type " + type
                            + " can't be collected; make it text, bytes or a map before it is aggregated",
                    null);
        }
        Exchange exchange = new DefaultExchange(context);
        headers(line.get(CollectedItems.HEADERS), exchange);
        headers(line.get(CollectedItems.CONTEXT), exchange);
        if (line.get(CollectedItems.CUSTOM_ID) != null) {
            exchange.getMessage().setHeader(ClaudeConstants.CUSTOM_ID, line.get(CollectedItems.CUSTOM_ID));
        }
        exchange.getMessage().setBody(body(line));
        List<String> names = line.get(CollectedItems.CONTEXT) instanceof Map<?, ?> values
                ? values.keySet().stream().map(String::valueOf).toList()
                : List.of();
        return new Collected(exchange, String.valueOf(line.get(CollectedItems.EXCHANGE_ID)), names);
    }

    private static Object body(Map<?, ?> line) {
        if (line.get(CollectedItems.BYTES) instanceof String bytes) {
            return Base64.getDecoder().decode(bytes);
        }
        Object value = line.get(CollectedItems.VALUE);
        return value == null ? line.get(CollectedItems.TEXT) : value;
    }

    private static void headers(Object headers, Exchange exchange) {
        if (headers instanceof Map<?, ?> values) {
            values.forEach((name, value) -> exchange.getMessage().setHeader(String.valueOf(name), value));
        }
    }

    @Override
    public String place() {
        return lines.place();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    /**
     * A message that was collected.
     *
     * @param id      of the exchange that it came in
     * @param context the headers that come back with the result
     */
    record Collected(Exchange exchange, String id, List<String> context) {}
}
