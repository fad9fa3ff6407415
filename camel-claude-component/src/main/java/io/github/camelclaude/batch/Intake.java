/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelclaude.batch.HandedIn.Bad;
import io.github.camelclaude.batch.HandedIn.Good;
import io.github.camelclaude.batch.HandedIn.Reason;
import io.github.camelclaude.batch.ledger.Job;
import io.github.camelclaude.batch.ledger.NewItem;
import io.github.camelclaude.batch.ledger.NewSubmission;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes a job in: every item validated before it is paid for, written to a spool file once and into the ledger, then accepted
 * all at once. A job that breaks off before leaves nothing behind, and nothing of it was sent. Memory is constant: some items at
 * a time.
 */
final class Intake {

    private static final int ITEMS_AT_ONCE = 500;
    private static final long WEIGHT_AT_ONCE = 2_000_000;
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final BatchStore store;
    private final String name;
    private final SpoolLimits limits;

    /**
     * What became of what was handed in.
     *
     * @param job       as the ledger has it; empty if there was no item to take in
     * @param rejected  how many items were not
     * @param submitted whether it is new: otherwise the same was handed in before
     */
    record Taken(Optional<Job> job, long rejected, boolean submitted) {}

    Intake(BatchStore store, String name, SpoolLimits limits) {
        this.store = store;
        this.name = name;
        this.limits = limits;
    }

    /**
     * @param key     what makes it this job
     * @param items   read once
     * @param rejects is told of each bad item
     */
    Taken take(String key, Iterator<HandedIn> items, Rejects rejects) throws IOException {
        if (!store.ledger().begin(key, name, store.newLease())) {
            Optional<Job> before = store.ledger().job(key);
            if (before.isEmpty()) {
                throw new JobBusyException(key);
            }
            return new Taken(before, before.get().rejected(), false);
        }
        try (LeaseHold hold = store.holdJob(key);
                SpoolWriter spool = limits.writer(store.spool())) {
            Taking taking = new Taking(key, spool, rejects);
            while (items.hasNext()) {
                taking.next(items.next());
                store.events().reached(BatchStep.READ, key);
            }
            taking.flush();
            taking.placeSeeds();
            rejects.end();
            if (hold.isLost()) {
                throw new JobBusyException(key);
            }
            return finish(key, taking);
        } catch (IOException | RuntimeException e) {
            abandon(key, e);
            throw e;
        }
    }

    private Taken finish(String key, Taking taking) throws IOException {
        List<NewSubmission> submissions = taking.submissions();
        store.events().reached(BatchStep.SPOOLED, key);
        if (submissions.isEmpty()) {
            store.ledger().abandon(key, store.node());
            return new Taken(Optional.empty(), taking.rejected, true);
        }
        store.ledger().accept(key, submissions, taking.rejected, store.now());
        store.events().reached(BatchStep.ACCEPTED, key);
        return new Taken(store.ledger().job(key), taking.rejected, true);
    }

    private void abandon(String key, Exception cause) {
        try {
            store.ledger().abandon(key, store.node());
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    /** Some items at a time: one question to the ledger for all of their ids. */
    private final class Taking {

        private final String key;
        private final SpoolWriter spool;
        private final Rejects rejects;
        private final Map<String, Good> some = new LinkedHashMap<>();
        private final Map<String, Long> positions = new LinkedHashMap<>();
        private final Seeds seeds = new Seeds();
        private List<SpoolFile> seedFiles = List.of();
        private long position;
        private long weight;
        private long rejected;

        Taking(String key, SpoolWriter spool, Rejects rejects) {
            this.key = key;
            this.spool = spool;
            this.rejects = rejects;
        }

        void next(HandedIn item) throws IOException {
            position++;
            if (item instanceof Bad bad) {
                reject(bad);
            } else if (item instanceof Good good) {
                if (seeds.have(good.callerId()) || some.putIfAbsent(good.callerId(), good) != null) {
                    reject(duplicate(good, position));
                    return;
                }
                positions.put(good.callerId(), position);
                weight += weight(good.params());
                if (some.size() >= ITEMS_AT_ONCE || weight >= WEIGHT_AT_ONCE) {
                    flush();
                }
            }
        }

        void flush() throws IOException {
            if (some.isEmpty()) {
                return;
            }
            Set<String> known = store.ledger().known(key, some.keySet());
            Map<String, List<NewItem>> added = new LinkedHashMap<>();
            for (Good item : some.values()) {
                long at = positions.get(item.callerId());
                if (known.contains(item.callerId())) {
                    reject(duplicate(item, at));
                    continue;
                }
                if (weight(item.params()) > WEIGHT_AT_ONCE || !seeds.keeps(item, at)) {
                    place(item, at, spool, added);
                }
            }
            add(added);
            some.clear();
            positions.clear();
            weight = 0;
        }

        private void place(Good item, long at, SpoolWriter into, Map<String, List<NewItem>> added) throws IOException {
            Optional<SpoolWriter.Placed> placed = into.add(CacheMarks.living(item.params()));
            if (placed.isEmpty()) {
                reject(oversize(item, at));
            } else {
                added.computeIfAbsent(placed.get().nonce(), nonce -> new ArrayList<>())
                        .add(new NewItem(item.callerId(), placed.get().row(), context(item)));
            }
        }

        private void add(Map<String, List<NewItem>> added) {
            added.forEach((nonce, items) -> store.ledger().add(key, nonce, items, store.newLease()));
        }

        /** In a file of their own if the others are to wait for them. */
        void placeSeeds() throws IOException {
            Map<String, List<NewItem>> added = new LinkedHashMap<>();
            if (seeds.pay()) {
                try (SpoolWriter own = limits.writer(store.spool())) {
                    place(own, added);
                    seedFiles = own.finish();
                }
            } else {
                place(spool, added);
            }
            add(added);
        }

        private void place(SpoolWriter into, Map<String, List<NewItem>> added) throws IOException {
            for (Seeds.Seed seed : seeds.all()) {
                place(seed.item(), seed.position(), into, added);
            }
        }

        List<NewSubmission> submissions() throws IOException {
            List<NewSubmission> submissions = new ArrayList<>();
            seedFiles.forEach(file -> submissions.add(submission(file)));
            for (SpoolFile file : spool.finish()) {
                submissions.add(
                        seedFiles.isEmpty()
                                ? submission(file)
                                : submission(file).behind(seedFiles.get(0).nonce()));
            }
            return submissions;
        }

        private static NewSubmission submission(SpoolFile file) {
            return new NewSubmission(file.nonce(), file.items(), file.bytes(), file.name());
        }

        private void reject(Bad bad) {
            rejected++;
            rejects.reject(bad);
        }

        private Bad duplicate(Good item, long at) {
            return new Bad(
                    at,
                    item.callerId(),
                    Reason.duplicate,
                    "Item %d has the id of an earlier one of the same job; ids have to be unique in a job"
                            .formatted(at),
                    item.params());
        }

        private Bad oversize(Good item, long at) {
            return new Bad(
                    at,
                    item.callerId(),
                    Reason.oversize,
                    "Item %d is larger than the %,d bytes that a batch may have; make its prompt smaller"
                            .formatted(at, limits.bytes()),
                    item.params());
        }
    }

    private static String context(Good item) {
        if (item.context().isEmpty()) {
            return null;
        }
        try {
            return JSON.writeValueAsString(item.context());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** About how many characters it has. */
    private static long weight(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.values().stream().mapToLong(Intake::weight).sum() + 16L * map.size();
        }
        if (value instanceof Collection<?> list) {
            return list.stream().mapToLong(Intake::weight).sum();
        }
        return value instanceof CharSequence text ? text.length() : 8;
    }
}
