/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelclaude.batch.BatchEvents;
import io.github.camelclaude.batch.BatchStep;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * The main class of a process that copies a file of items with Jackson alone, then takes it in, has it answered in batches and
 * counts the results; when the last batch is done it ends. Arguments: the API, a directory, how many items a batch may have,
 * and how many batches that makes. What it counted and how long it took is in {@code figures.properties}.
 */
public final class ManyBatchItems {

    private static final String WAYS = "checkDelay=30&maxCheckDelay=60";

    private ManyBatchItems() {}

    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[1]);
        Properties figures = new Properties();
        figures.setProperty("copy", Long.toString(copy(directory)));
        Steps steps = new Steps(Integer.parseInt(args[3]));
        Counted counted = new Counted();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            ClaudeComponent component = context.getComponent("claude", ClaudeComponent.class);
            component.getConfiguration().setBaseUrl(args[0]);
            component.getConfiguration().setApiKey("sk-test");
            component.setBatchDirectory(directory.resolve("batches").toString());
            component.setBatchEvents(steps);
            context.addRoutes(routes(directory, Integer.parseInt(args[2]), counted));
            long start = System.nanoTime();
            context.start();
            steps.cleared.await();
            figures.setProperty("takeIn", Long.toString(millis(start, steps.accepted)));
            figures.setProperty("send", Long.toString(millis(steps.accepted, steps.submitted)));
            figures.setProperty("handOn", Long.toString(millis(steps.fetched, steps.done)));
            figures.setProperty("whole", Long.toString(millis(start, steps.done)));
        }
        figures.setProperty("items", Integer.toString(counted.items.cardinality()));
        figures.setProperty("more", Integer.toString(counted.more));
        try (Writer out = Files.newBufferedWriter(directory.resolve("figures.properties"))) {
            figures.store(out, null);
        }
    }

    private static RouteBuilder routes(Path directory, int most, Counted counted) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("file:" + directory.resolve("in") + "?delay=50&initialDelay=0&readLock=none")
                        .to("claude:batch?maxBatchItems=" + most + "&" + WAYS);
                from("claude:batch?delay=30&initialDelay=0&" + WAYS).process(counted::count);
            }
        };
    }

    /** The yardstick: what reading and writing such a file costs anyone. */
    private static long copy(Path directory) throws IOException {
        ObjectReader reader = JsonMapper.builder().build().readerFor(new TypeReference<Map<String, Object>>() {});
        ObjectWriter writer = JsonMapper.builder().build().writer();
        Path copy = directory.resolve("copy.jsonl");
        long start = System.nanoTime();
        try (BufferedReader in = Files.newBufferedReader(directory.resolve("in/items.jsonl"));
                BufferedWriter out = Files.newBufferedWriter(copy)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                Map<String, Object> item = reader.readValue(line);
                out.write(writer.writeValueAsString(item));
                out.newLine();
            }
        }
        long took = millis(start, System.nanoTime());
        Files.delete(copy);
        return took;
    }

    private static long millis(long from, long to) {
        return TimeUnit.NANOSECONDS.toMillis(to - from);
    }

    /** Which items have come back; on one thread, as the consumer's are. */
    private static final class Counted {

        private final BitSet items = new BitSet();
        private int more;

        void count(Exchange exchange) {
            String id = exchange.getMessage().getHeader(ClaudeConstants.CUSTOM_ID, String.class);
            String type = exchange.getMessage().getHeader(ClaudeConstants.RESULT_TYPE, String.class);
            int number = Integer.parseInt(id.substring("item-".length()));
            if (items.get(number) || !"succeeded".equals(type)) {
                more++;
            }
            items.set(number);
        }
    }

    /** When what has happened; the latest of each but of the first item that is fetched. */
    private static final class Steps implements BatchEvents {

        private final CountDownLatch cleared;
        private volatile long accepted;
        private volatile long submitted;
        private volatile long fetched;
        private volatile long done;

        Steps(int batches) {
            cleared = new CountDownLatch(batches);
        }

        @Override
        public void reached(BatchStep step, String what) {
            switch (step) {
                case ACCEPTED -> accepted = System.nanoTime();
                case SUBMITTED -> submitted = System.nanoTime();
                case FETCHED -> {
                    if (fetched == 0) {
                        fetched = System.nanoTime();
                    }
                }
                case DONE -> done = System.nanoTime();
                case CLEARED -> cleared.countDown();
                default -> {}
            }
        }
    }
}
