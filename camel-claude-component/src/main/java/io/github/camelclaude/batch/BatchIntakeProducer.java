/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import io.github.camelclaude.batch.ledger.Job;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.WrappedFile;
import org.apache.camel.support.DefaultProducer;

/**
 * {@code to("claude:batch")}: takes in the items of a message as a job. Done when the ledger has it; sending goes on by itself.
 * A job that was taken in before, told by its key, is not taken in again: a file that is read once more after a crash costs
 * nothing.
 */
public final class BatchIntakeProducer extends DefaultProducer {

    /** So many mistakes are told where there is no dead-letter; then reading stops. */
    private static final int TOLD = 20;

    private final ItemSettings items;
    private final Supplier<BatchStore> store;
    private final String name;
    private final SpoolLimits limits;
    private final DeadLetters deadLetters;
    private final DispatchLoop loop;

    /**
     * @param deadLetters where bad items go; null for nowhere: the first ones fail the exchange, and nothing is taken in
     * @param loop        sends what was taken in; started and stopped with this
     */
    BatchIntakeProducer(
            Endpoint endpoint,
            ItemSettings items,
            Supplier<BatchStore> store,
            String name,
            SpoolLimits limits,
            DeadLetters deadLetters,
            DispatchLoop loop) {
        super(endpoint);
        this.items = items;
        this.store = store;
        this.name = name;
        this.limits = limits;
        this.deadLetters = deadLetters;
        this.loop = loop;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        loop.start();
    }

    @Override
    protected void doStop() throws Exception {
        loop.stop();
        super.doStop();
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        String key = key(exchange);
        Rejects rejects = deadLetters == null ? Rejects.failing(TOLD) : bad -> deadLetters.rejected(key, name, bad);
        Intake.Taken taken;
        try (ItemSource source = ItemSource.open(exchange, items)) {
            taken = new Intake(store.get(), name, limits).take(key, source, rejects);
        }
        JobKeys.tell(exchange, key);
        exchange.getMessage().setBody(summary(key, taken));
    }

    private Map<String, Object> summary(String key, Intake.Taken taken) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("job", key);
        body.put("name", name);
        body.put("items", taken.job().map(Job::items).orElse(0L));
        body.put("rejected", taken.rejected());
        body.put(
                "batches",
                taken.job()
                        .map(job -> job.submissions().values().stream()
                                .mapToLong(Long::longValue)
                                .sum())
                        .orElse(0L));
        body.put("knownBefore", !taken.submitted());
        return body;
    }

    /**
     * The header says it; a file is the same as long as its path, size and time are; anything else is what its exchange is,
     * redeliveries included.
     */
    private static String key(Exchange exchange) {
        Optional<String> wanted = JobKeys.wanted(exchange);
        if (wanted.isPresent()) {
            return wanted.get();
        }
        if (exchange.getMessage().getBody() instanceof WrappedFile<?> file) {
            Object path = exchange.getMessage().getHeader(Exchange.FILE_PATH, file.getFile());
            Object length = exchange.getMessage().getHeader(Exchange.FILE_LENGTH);
            Object modified = exchange.getMessage().getHeader(Exchange.FILE_LAST_MODIFIED);
            return "file-" + hash(path + "|" + length + "|" + modified);
        }
        return JobKeys.own(exchange);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
