/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.backend.BatchPage;
import io.github.camelclaude.backend.BatchState;
import io.github.camelclaude.backend.Batches;
import io.github.camelclaude.call.CallPath;
import io.github.camelclaude.messages.CallEnd;
import io.github.camelclaude.messages.CallSettings;
import io.github.camelclaude.messages.CallTime;
import io.github.camelclaude.messages.CloseUnlessAnswer;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * {@code to("claude:batch-retrieve")}, {@code batch-list}, {@code batch-cancel}, {@code batch-delete} and
 * {@code batch-results}. The header {@link ClaudeConstants#BATCH_ID} names the batch. How it stands becomes the body, as a
 * map; what became of its items becomes {@link BatchLines}, a JSON object each, which end with the exchange.
 */
public final class BatchProducer extends DefaultAsyncProducer {

    /** Anything else could not be an id, or would lead elsewhere. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    private static final int MOST_ON_A_PAGE = 1_000;

    private final BatchAction action;
    private final CallSettings settings;
    private final int maxBatches;
    private final Supplier<CallPath> callPath;
    private final CallTime callTime;

    /** @param maxBatches how many are listed at most; positive */
    public BatchProducer(
            Endpoint endpoint, BatchAction action, CallSettings settings, int maxBatches, Supplier<CallPath> callPath) {
        super(endpoint);
        this.action = action;
        this.settings = settings;
        this.maxBatches = maxBatches;
        this.callPath = callPath;
        this.callTime = new CallTime(settings);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        return CallEnd.run(exchange, callback, () -> {
            exchange.getMessage().removeHeader(ClaudeConstants.BATCH_STATUS);
            Duration timeout = callTime.of(exchange.getMessage(), Instant.now());
            return switch (action) {
                case LIST ->
                    list(callPath.get(), new ArrayList<>(), Optional.empty(), timeout)
                            .thenAccept(page -> write(exchange.getMessage(), page));
                case RETRIEVE -> onOne(exchange, timeout, Batches::retrieve, BatchProducer::write);
                case CANCEL -> onOne(exchange, timeout, Batches::cancel, BatchProducer::write);
                case DELETE -> onOne(exchange, timeout, Batches::delete, BatchProducer::write);
                case RESULTS ->
                    onOne(exchange, timeout, Batches::results, (message, results) -> write(exchange, results));
            };
        });
    }

    private interface Asking<T> {
        CompletionStage<T> ask(Batches batches, String id, Duration timeout);
    }

    private interface Writing<T> {
        void write(Message message, T answer);
    }

    private <T> CompletionStage<?> onOne(Exchange exchange, Duration timeout, Asking<T> asking, Writing<T> writing) {
        String id = id(exchange.getMessage());
        return callPath.get()
                .batches(settings.where(), timeout, (batches, left) -> asking.ask(batches, id, left))
                .thenAccept(answer -> writing.write(exchange.getMessage(), answer));
    }

    private static String id(Message message) {
        Object header = message.getHeader(ClaudeConstants.BATCH_ID);
        String id = header == null ? "" : header.toString().strip();
        if (!ID.matcher(id).matches()) {
            throw new ClaudeInvalidRequestException("Header " + ClaudeConstants.BATCH_ID
                    + (header == null ? " is missing" : "=" + shortened(id) + " is no id of a batch")
                    + ": it has to be up to 128 letters, digits, - and _, as in msgbatch_01AbC. Nothing was sent");
        }
        return id;
    }

    private static String shortened(String id) {
        return id.length() <= 40 ? id : id.substring(0, 40) + "...";
    }

    /** Page by page, each within the whole time. */
    private CompletionStage<BatchPage> list(
            CallPath path, List<BatchState> before, Optional<String> after, Duration timeout) {
        int most = Math.min(MOST_ON_A_PAGE, maxBatches - before.size());
        return path.batches(settings.where(), timeout, (batches, left) -> batches.list(after, most, left))
                .thenCompose(page -> {
                    before.addAll(page.batches());
                    return page.hasMore() && !page.batches().isEmpty() && before.size() < maxBatches
                            ? list(
                                    path,
                                    before,
                                    Optional.of(before.get(before.size() - 1).id()),
                                    timeout)
                            : CompletableFuture.completedFuture(
                                    new BatchPage(before, page.hasMore(), page.simulated()));
                });
    }

    private static void write(Message message, BatchPage page) {
        List<Map<String, Object>> body =
                page.batches().stream().map(BatchState::toMap).collect(Collectors.toList());
        message.setBody(body);
        simulated(message, page.simulated());
    }

    private static void write(Message message, BatchState state) {
        message.setBody(state.toMap());
        message.setHeader(ClaudeConstants.BATCH_STATUS, state.status());
        simulated(message, state.simulated());
    }

    private static void write(Message message, Batches.Deleted deleted) {
        simulated(message, deleted.simulated());
    }

    private static void write(Exchange exchange, Batches.Results results) {
        BatchLines lines = new BatchLines(results.lines());
        exchange.getMessage().setBody(lines);
        exchange.getExchangeExtension().addOnCompletion(new CloseUnlessAnswer(lines, lines::close));
        simulated(exchange.getMessage(), results.simulated());
    }

    private static void simulated(Message message, boolean simulated) {
        if (simulated) {
            message.setHeader(ClaudeConstants.SIMULATED, true);
        }
    }
}
