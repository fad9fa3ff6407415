/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.TypeFactory;
import io.github.camelclaude.backend.Batches;
import io.github.camelclaude.batch.ledger.Item;
import io.github.camelclaude.batch.ledger.NewSubmission;
import io.github.camelclaude.batch.ledger.Outcome;
import io.github.camelclaude.batch.ledger.Submission;
import io.github.camelclaude.resilience.ClaudeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Hands on what became of the items of a batch that has ended, one after the other; those that had no answer and may have one
 * are submitted again. An item is handed on until the ledger has written down that it was, however often this breaks off.
 */
final class Delivery {

    private static final int LINES_AT_ONCE = 200;
    private static final long CHARACTERS_AT_ONCE = 4_000_000;
    private static final int ITEMS_AT_ONCE = 500;

    /** How often results that are gone or do not tell of all items are fetched once more. */
    private static final int SILENT_CHECKS = 5;

    private static final Set<String> MAY_PASS =
            Set.of("api_error", "overloaded_error", "rate_limit_error", "timeout_error");
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final JavaType CONTEXT =
            TypeFactory.defaultInstance().constructMapType(LinkedHashMap.class, String.class, Object.class);

    /** Who takes the items. */
    interface Receiver {
        /** @return whether the ledger knows now that it was handed on */
        boolean take(Result result);
    }

    /**
     * What became of an item.
     *
     * @param item       as the ledger knows it
     * @param line       what the service said, or null if it said nothing
     * @param outcome    how it ended
     * @param context    what its caller wanted back
     * @param submission its batch
     * @param simulated  whether a simulator said so
     */
    record Result(
            Item item,
            ResultLine line,
            Outcome outcome,
            Map<String, Object> context,
            Submission submission,
            boolean simulated) {

        /** Tells it from all others, whenever it is handed on. */
        String key() {
            return item.jobKey() + "/" + item.callerId();
        }
    }

    private final BatchStore store;
    private final BatchSettings settings;
    private final BatchCalls calls;
    private final boolean inOrder;
    private final SpoolLimits limits;
    private final Receiver receiver;
    private final BooleanSupplier goesOn;

    /**
     * @param inOrder whether the items come as they were handed in, rather than as the service tells them
     * @param goesOn  false to break off between two items
     */
    Delivery(
            BatchStore store,
            BatchSettings settings,
            BatchCalls calls,
            boolean inOrder,
            SpoolLimits limits,
            Receiver receiver,
            BooleanSupplier goesOn) {
        this.store = store;
        this.settings = settings;
        this.calls = calls;
        this.inOrder = inOrder;
        this.limits = limits;
        this.receiver = receiver;
        this.goesOn = goesOn;
    }

    /**
     * @return how many items were handed on
     * @throws IOException if the results broke off, or the spool can't be read or written
     */
    int deliver(Submission submission) throws IOException {
        try (LeaseHold hold = store.hold(submission.nonce())) {
            Run run = new Run(submission, hold);
            run.results();
            run.silent();
            run.again();
            run.end();
            return run.handedOn;
        }
    }

    /** One pass over the results of a submission. */
    private final class Run {

        private final Submission submission;
        private final LeaseHold hold;
        private final SortedSet<Integer> again = new TreeSet<>();
        private boolean simulated;
        private final Map<Integer, ResultLine> some = new LinkedHashMap<>();
        private long characters;
        private int lines;
        private int told;
        private int handedOn;
        private int refused;

        Run(Submission submission, LeaseHold hold) {
            this.submission = submission;
            this.hold = hold;
        }

        private boolean goesOn() {
            return goesOn.getAsBoolean() && !hold.isLost();
        }

        void results() throws IOException {
            Batches.Results results;
            try {
                results = calls.results(submission.backend(), submission.batchId());
            } catch (ClaudeException e) {
                if (e.statusCode().orElse(0) == 404 && submission.checks() >= SILENT_CHECKS) {
                    return;
                }
                throw e;
            }
            simulated = results.simulated();
            if (inOrder && !submission.isAdopted()) {
                try (ResultsInOrder ordered =
                        ResultsInOrder.take(results.lines(), store.spool(), submission.nonce(), submission.items())) {
                    ordered.forEach((row, line) -> next(line));
                }
            } else {
                try (BatchLines lines = new BatchLines(results.lines())) {
                    while (goesOn() && lines.hasNext()) {
                        next(lines.next());
                    }
                } catch (UncheckedIOException e) {
                    throw e.getCause();
                }
            }
            handSome();
        }

        private void next(String text) {
            ResultLine line = ResultLine.of(text);
            OptionalInt row = row(line);
            if (!goesOn() || row.isEmpty()) {
                return;
            }
            some.put(row.getAsInt(), line);
            characters += text.length();
            if (some.size() >= LINES_AT_ONCE || characters >= CHARACTERS_AT_ONCE) {
                handSome();
            }
        }

        private OptionalInt row(ResultLine line) {
            if (submission.isAdopted()) {
                return OptionalInt.of(lines++);
            }
            return line.id()
                    .filter(id -> id.nonce().equals(submission.nonce()))
                    .map(id -> OptionalInt.of(id.row()))
                    .orElseGet(OptionalInt::empty);
        }

        private void handSome() {
            told += some.size();
            hand(some);
            some.clear();
            characters = 0;
        }

        private void hand(Map<Integer, ResultLine> some) {
            if (some.isEmpty()) {
                return;
            }
            Map<Integer, Item> items = store.ledger().items(submission.nonce(), some.keySet()).stream()
                    .collect(Collectors.toMap(Item::row, item -> item));
            some.forEach((row, line) -> {
                Item item = items.get(row);
                if (item != null && item.outcome() == null && goesOn()) {
                    hand(item, line);
                }
            });
        }

        private void hand(Item item, ResultLine line) {
            if (!submission.isAdopted() && mayPass(line) && item.tries() < settings.maxResubmits()) {
                again.add(item.row());
                return;
            }
            Outcome outcome = line instanceof ResultLine.Told told ? told.outcome() : Outcome.ERRORED;
            Result result = new Result(item, line, outcome, context(item), submission, simulated);
            store.events().reached(BatchStep.FETCHED, result.key());
            if (receiver.take(result)) {
                handedOn++;
                store.events().reached(BatchStep.FINISHED, result.key());
            } else {
                refused++;
            }
        }

        /** Items that the results do not mention. They may have broken off, so that is only believed in the end. */
        void silent() throws IOException {
            if (told < submission.items() && goesOn() && submission.checks() < SILENT_CHECKS) {
                throw new IOException("The results of %s tell of %,d items, and there are %,d"
                        .formatted(submission.batchId(), told, submission.items()));
            }
            int from = 0;
            List<Item> some = unfinished(from);
            while (!some.isEmpty() && goesOn() && refused == 0) {
                for (Item item : some) {
                    if (!again.contains(item.row()) && goesOn()) {
                        hand(item, null);
                    }
                    from = item.row() + 1;
                }
                some = unfinished(from);
            }
        }

        private List<Item> unfinished(int from) {
            return store.ledger().unfinished(submission.nonce(), from, ITEMS_AT_ONCE);
        }

        /** A new submission of the items that are to be submitted again. */
        void again() throws IOException {
            if (again.isEmpty() || !goesOn() || refused > 0) {
                return;
            }
            List<Integer> rows = new ArrayList<>(again);
            try (SpoolWriter spool = limits.writer(store.spool())) {
                Map<String, List<Integer>> placed = new LinkedHashMap<>();
                new SpoolReader(store.file(submission.spool()))
                        .forEach(
                                again,
                                (row, params) -> placed.computeIfAbsent(
                                                spool.add(SpoolReader.params(params))
                                                        .orElseThrow()
                                                        .nonce(),
                                                nonce -> new ArrayList<>())
                                        .add(row));
                List<SpoolFile> files = spool.finish();
                store.events().reached(BatchStep.SPOOLED_AGAIN, submission.nonce());
                for (SpoolFile file : files) {
                    store.ledger()
                            .resubmit(
                                    submission.nonce(),
                                    placed.get(file.nonce()),
                                    new NewSubmission(file.nonce(), file.items(), file.bytes(), file.name()),
                                    store.now());
                }
            }
            store.events().reached(BatchStep.MOVED, submission.nonce() + " " + rows.size());
        }

        void end() throws IOException {
            if (store.ledger().unfinished(submission.nonce()) > 0) {
                store.ledger()
                        .release(
                                submission.nonce(),
                                store.node(),
                                refused > 0 ? store.now().plus(settings.checkDelay()) : store.now(),
                                refused > 0
                                        ? refused + " items were not taken by the route; they are handed on again"
                                        : null);
                return;
            }
            store.ledger().done(submission.nonce(), store.now());
            store.events().reached(BatchStep.DONE, submission.nonce());
            if (!submission.isAdopted()) {
                Files.deleteIfExists(store.file(submission.spool()));
            }
            store.events().reached(BatchStep.CLEARED, submission.nonce());
        }
    }

    /** Whether the same item may have an answer next time. */
    private static boolean mayPass(ResultLine line) {
        return line instanceof ResultLine.Told told
                && (told.outcome() == Outcome.EXPIRED
                        || told.outcome() == Outcome.ERRORED
                                && told.error() != null
                                && told.error().type() != null
                                && MAY_PASS.contains(told.error().type()));
    }

    private static Map<String, Object> context(Item item) {
        if (item.context() == null) {
            return Map.of();
        }
        try {
            return JSON.readValue(item.context(), CONTEXT);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The context of item " + item.callerId() + " in the ledger is no JSON", e);
        }
    }
}
