/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.batch.ledger.Job;
import io.github.camelclaude.batch.ledger.Ledger;
import io.github.camelclaude.batch.ledger.Submission;
import io.github.camelclaude.batch.ledger.SubmissionState;
import io.github.camelclaude.catalog.ClaudeModel;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;

/**
 * {@code to("claude:batch-ledger")}: the body becomes a picture of the ledger; or an operator's word on a submission that is
 * held, which the header {@link ClaudeConstants#SUBMISSION} names, is written down.
 */
public final class LedgerProducer extends DefaultProducer {

    private static final int JOBS = 20;

    private final LedgerAction action;
    private final Supplier<BatchStore> store;

    public LedgerProducer(Endpoint endpoint, LedgerAction action, Supplier<BatchStore> store) {
        super(endpoint);
        this.action = action;
        this.store = store;
    }

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        Ledger ledger = store.get().ledger();
        switch (action) {
            case picture -> message.setBody(picture(ledger));
            case again -> {
                Submission held = held(ledger, message);
                ledger.again(held.nonce(), store.get().now(), "an operator had it sent again", 0);
            }
            case confirm -> {
                Submission held = held(ledger, message);
                String batch = message.getHeader(ClaudeConstants.BATCH_ID, String.class);
                if (batch == null || batch.isBlank()) {
                    throw new ClaudeInvalidRequestException("Header " + ClaudeConstants.BATCH_ID
                            + " is missing: it has to name the batch that the submission is. Nothing was changed");
                }
                ledger.submitted(
                        held.nonce(),
                        batch.strip(),
                        store.get().now(),
                        store.get().now());
            }
        }
    }

    private static Submission held(Ledger ledger, Message message) {
        String nonce = message.getHeader(ClaudeConstants.SUBMISSION, String.class);
        if (nonce == null || nonce.isBlank()) {
            throw new ClaudeInvalidRequestException(
                    "Header " + ClaudeConstants.SUBMISSION
                            + " is missing: it has to name a held submission, as ledgerAction=picture tells it. Nothing was changed");
        }
        Submission submission = ledger.submission(nonce.strip())
                .orElseThrow(() -> new ClaudeInvalidRequestException("Header " + ClaudeConstants.SUBMISSION
                        + " names no submission of this ledger. Nothing was changed"));
        if (submission.state() != SubmissionState.HELD) {
            throw new ClaudeInvalidRequestException("Submission " + submission.nonce() + " is "
                    + label(submission.state()) + ", not held: nobody has to decide. Nothing was changed");
        }
        return submission;
    }

    private static Map<String, Object> picture(Ledger ledger) {
        Map<String, Object> picture = new LinkedHashMap<>();
        picture.put("queuedItems", ledger.queued());
        picture.put("jobs", ledger.jobs(JOBS).stream().map(LedgerProducer::map).toList());
        picture.put(
                "openSubmissions",
                ledger.open().stream().map(LedgerProducer::map).toList());
        return picture;
    }

    private static Map<String, Object> map(Job job) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("job", job.key());
        map.put("name", job.name());
        map.put("items", job.items());
        map.put("rejected", job.rejected());
        map.put(
                "outcomes",
                job.outcomes().entrySet().stream()
                        .collect(Collectors.toMap(entry -> entry.getKey().label(), Map.Entry::getValue)));
        map.put(
                "submissions",
                job.submissions().entrySet().stream()
                        .collect(Collectors.toMap(entry -> label(entry.getKey()), Map.Entry::getValue)));
        map.put("resubmitted", job.resubmitted());
        map.put("perhapsPaidTwice", job.perhapsTwice());
        map.put("inputTokens", job.usage().inputTokens());
        map.put("outputTokens", job.usage().outputTokens());
        BigDecimal cost = BigDecimal.valueOf(job.usage().microUsd(), 6);
        map.put("cost", cost);
        map.put("costSaved", ClaudeModel.savedByBatch(cost));
        map.put("acceptedAt", String.valueOf(job.acceptedAt()));
        if (job.doneAt() != null) {
            map.put("doneAt", job.doneAt().toString());
        }
        return map;
    }

    private static Map<String, Object> map(Submission submission) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("submission", submission.nonce());
        map.put("job", submission.jobKey());
        map.put("state", label(submission.state()));
        map.put("items", submission.items());
        map.put("bytes", submission.bytes());
        map.put("attempts", submission.attempts());
        putIfKnown(map, "backend", submission.backend());
        putIfKnown(map, "batch", submission.batchId());
        putIfKnown(map, "reason", submission.reason());
        putIfKnown(map, "nextAt", submission.nextAt());
        return map;
    }

    private static void putIfKnown(Map<String, Object> map, String name, Object value) {
        if (value != null) {
            map.put(name, value.toString());
        }
    }

    private static String label(SubmissionState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
