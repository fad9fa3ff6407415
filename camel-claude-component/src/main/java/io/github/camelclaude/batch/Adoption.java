/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import io.github.camelclaude.backend.BatchState;
import io.github.camelclaude.backend.Batches;
import io.github.camelclaude.batch.ledger.NewItem;
import io.github.camelclaude.batch.ledger.NewSubmission;
import io.github.camelclaude.resilience.ClaudeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes batches that others have sent into the ledger, once they have ended: each is a job of its own then, and its results
 * are handed on like any. A line of its results is an item whose row is the line's number: results do not change.
 */
final class Adoption {

    static final String KEY = "adopted/";

    private static final Logger LOG = LoggerFactory.getLogger(Adoption.class);
    /** A batch has ended a day after it was made. An hour is for clocks. */
    private static final Duration LONGEST = Duration.ofHours(25);

    private static final int ITEMS_AT_ONCE = 500;

    private final BatchStore store;
    private final BatchSettings settings;
    private final BatchCalls calls;
    private Instant lookedAt;

    Adoption(BatchStore store, BatchSettings settings, BatchCalls calls) {
        this.store = store;
        this.settings = settings;
        this.calls = calls;
    }

    /**
     * Looks for batches if it is time to.
     *
     * @throws IOException     if the results of one broke off; it is looked at again
     * @throws ClaudeException if the service can't be asked
     */
    void look() throws IOException {
        Instant now = store.now();
        if (lookedAt != null && now.isBefore(lookedAt.plus(settings.checkDelay()))) {
            return;
        }
        Instant since = lookedAt == null ? now.minus(Adopt.RESULTS_KEPT) : lookedAt.minus(LONGEST);
        for (String backend : calls.backends()) {
            for (BatchState batch : calls.since(backend, since)) {
                if (batch.hasEnded() && !isKnown(batch)) {
                    adopt(backend, batch);
                }
            }
        }
        lookedAt = now;
    }

    private boolean isKnown(BatchState batch) {
        return store.ledger().isConfirmed(batch.id())
                || store.ledger().job(KEY + batch.id()).isPresent();
    }

    private void adopt(String backend, BatchState batch) throws IOException {
        Batches.Results results;
        try {
            results = calls.results(backend, batch.id());
        } catch (ClaudeException e) {
            if (e.statusCode().orElse(0) == 404) {
                LOG.debug("The results of {} are gone, so it is not adopted", batch.id());
                return;
            }
            throw e;
        }
        String key = KEY + batch.id();
        try (BatchLines lines = new BatchLines(results.lines())) {
            if (store.ledger().begin(key, settings.name(), store.newLease())) {
                takeIn(key, backend, batch, lines);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void takeIn(String key, String backend, BatchState batch, BatchLines lines) throws IOException {
        String nonce = Nonce.next();
        boolean accepted = false;
        try (LeaseHold hold = store.holdJob(key)) {
            int row = 0;
            List<NewItem> some = new ArrayList<>();
            while (lines.hasNext() && !hold.isLost()) {
                String id = ResultLine.of(lines.next()).customId();
                if (row == 0 && isOurs(id)) {
                    return;
                }
                some.add(new NewItem(id == null ? "line-" + (row + 1) : id, row++, null));
                if (some.size() >= ITEMS_AT_ONCE) {
                    store.ledger().add(key, nonce, some, store.newLease());
                    some.clear();
                }
            }
            if (row != batch.size() && !hold.isLost()) {
                throw new IOException("The results of %s tell of %,d items, and there are %,d"
                        .formatted(batch.id(), row, batch.size()));
            }
            if (!hold.isLost()) {
                store.ledger().add(key, nonce, some, store.newLease());
                store.ledger()
                        .adopt(
                                key,
                                new NewSubmission(nonce, row, 0, NewSubmission.NO_SPOOL),
                                backend,
                                batch.id(),
                                batch.createdAt(),
                                store.now());
                accepted = true;
                LOG.info("{} was sent by somebody else; its {} results are handed on", batch.id(), row);
            }
        } finally {
            if (!accepted) {
                store.ledger().abandon(key, store.node());
            }
        }
    }

    /** It was sent through the ledger, which does not know yet that it arrived. */
    private boolean isOurs(String customId) {
        return Optional.ofNullable(customId)
                .flatMap(CustomId::of)
                .flatMap(id -> store.ledger().submission(id.nonce()))
                .isPresent();
    }
}
