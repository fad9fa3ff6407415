/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The jobs in their table. A job that is not accepted is a draft, which belongs to its owner for as long as its lease runs. Its
 * submissions are not written before it is accepted, so that nobody finds them.
 */
final class JobRows {

    private JobRows() {}

    /** A job as it is in its table. */
    private record Row(
            long id,
            String key,
            String name,
            long items,
            long rejected,
            long resubmitted,
            long perhapsTwice,
            Instant acceptedAt,
            Instant doneAt) {}

    /** A job that is being taken in. */
    private record Draft(long id, long items) {}

    /** Makes a draft, or takes over one that was broken off. @return its id; empty if it is another's or accepted */
    static OptionalLong take(Connection connection, String key, String name, Lease lease) throws SQLException {
        int takenOver = Sql.update(
                connection,
                "UPDATE claude_job SET name = ?, owner = ?, lease_until = ?, items = 0"
                        + " WHERE key_hash = ? AND NOT accepted AND (owner = ? OR lease_until <= ?)",
                name,
                lease.owner(),
                Sql.micros(lease.until()),
                Sql.hash(key),
                lease.owner(),
                Sql.micros(lease.now()));
        if (takenOver == 1) {
            return OptionalLong.of(draft(connection, key, lease.owner()));
        }
        int made = Sql.update(
                connection,
                "INSERT INTO claude_job (key_hash, job_key, name, accepted, owner, lease_until, items, rejected, resubmitted,"
                        + " perhaps_twice) SELECT ?, ?, ?, FALSE, ?, ?, 0, 0, 0, 0"
                        + " WHERE NOT EXISTS (SELECT 1 FROM claude_job WHERE key_hash = ?)",
                Sql.hash(key),
                key,
                name,
                lease.owner(),
                Sql.micros(lease.until()),
                Sql.hash(key));
        return made == 1 ? OptionalLong.of(draft(connection, key, lease.owner())) : OptionalLong.empty();
    }

    /** The id of a draft of this owner; locked, so that it can't be accepted or taken over meanwhile. */
    static long draft(Connection connection, String key, String owner) throws SQLException {
        return Sql.first(
                        connection,
                        row -> row.getLong(1),
                        "SELECT id FROM claude_job WHERE key_hash = ? AND owner = ? AND NOT accepted FOR UPDATE",
                        Sql.hash(key),
                        owner)
                .orElseThrow(
                        () -> new IllegalStateException("Job %s is not being taken in by %s".formatted(key, owner)));
    }

    /** The id of a draft, whosever it is. */
    static OptionalLong draft(Connection connection, String key) throws SQLException {
        return id(connection, "SELECT id FROM claude_job WHERE key_hash = ? AND NOT accepted", Sql.hash(key));
    }

    /** The id of a draft of an owner, if there is one. */
    static OptionalLong draftOf(Connection connection, String key, String owner) throws SQLException {
        return id(
                connection,
                "SELECT id FROM claude_job WHERE key_hash = ? AND owner = ? AND NOT accepted",
                Sql.hash(key),
                owner);
    }

    private static OptionalLong id(Connection connection, String sql, Object... values) throws SQLException {
        Optional<Long> id = Sql.first(connection, row -> row.getLong(1), sql, values);
        return id.map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    /** A draft has got more items; its lease begins anew. */
    static void added(Connection connection, long job, int items, Lease lease) throws SQLException {
        Sql.update(
                connection,
                "UPDATE claude_job SET items = items + ?, lease_until = ? WHERE id = ?",
                items,
                Sql.micros(lease.until()),
                job);
    }

    static void accept(Connection connection, String key, List<NewSubmission> submissions, long rejected, Instant now)
            throws SQLException {
        Draft draft = Sql.first(
                        connection,
                        row -> new Draft(row.getLong("id"), row.getLong("items")),
                        "SELECT id, items FROM claude_job WHERE key_hash = ? AND NOT accepted FOR UPDATE",
                        Sql.hash(key))
                .orElseThrow(() -> new IllegalStateException("Job %s is not being taken in".formatted(key)));
        check(connection, draft, key, submissions);
        long job = draft.id();
        Sql.update(
                connection,
                "UPDATE claude_job SET accepted = TRUE, owner = NULL, lease_until = 0, rejected = ?, accepted_at = ?,"
                        + " done_at = ? WHERE id = ?",
                rejected,
                Sql.micros(now),
                submissions.isEmpty() ? Sql.micros(now) : null,
                job);
        for (NewSubmission submission : submissions) {
            SubmissionRows.insert(connection, job, submission, now);
        }
    }

    /** A nonce is unique for ever: where the items are those of these submissions, nobody else has taken the job over. */
    private static void check(Connection connection, Draft draft, String key, List<NewSubmission> submissions)
            throws SQLException {
        long items = submissions.stream().mapToLong(NewSubmission::items).sum();
        boolean same = items == draft.items();
        for (NewSubmission submission : submissions) {
            same = same && ItemRows.count(connection, submission.nonce()) == submission.items();
        }
        if (!same) {
            throw new IllegalStateException(
                    "Job %s can't be accepted: its %d items are not the %d of these submissions; perhaps another node takes it in"
                            .formatted(key, draft.items(), items));
        }
    }

    static void resubmitted(Connection connection, long job, int items) throws SQLException {
        Sql.update(connection, "UPDATE claude_job SET resubmitted = resubmitted + ? WHERE id = ?", items, job);
    }

    static Optional<Job> job(Connection connection, String key) throws SQLException {
        List<Job> jobs = jobs(connection, "WHERE accepted AND key_hash = ?", Sql.hash(key));
        return jobs.stream().findFirst();
    }

    static List<Job> latest(Connection connection, int most) throws SQLException {
        return jobs(connection, "WHERE accepted ORDER BY accepted_at DESC, id DESC LIMIT ?", most);
    }

    private static List<Job> jobs(Connection connection, String where, Object value) throws SQLException {
        List<Row> rows = Sql.list(
                connection,
                row -> new Row(
                        row.getLong("id"),
                        row.getString("job_key"),
                        row.getString("name"),
                        row.getLong("items"),
                        row.getLong("rejected"),
                        row.getLong("resubmitted"),
                        row.getLong("perhaps_twice"),
                        Sql.time(row, "accepted_at"),
                        Sql.time(row, "done_at")),
                "SELECT * FROM claude_job " + where,
                value);
        List<Job> jobs = new ArrayList<>();
        for (Row row : rows) {
            jobs.add(counted(connection, row));
        }
        return jobs;
    }

    /** Reads the items by submission: the order that they were written in, which is far quicker than that of their hashes. */
    private static Job counted(Connection connection, Row job) throws SQLException {
        Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        List<Usage> usages = Sql.list(
                connection,
                row -> {
                    outcomes.put(Outcome.valueOf(row.getString(1)), row.getLong(2));
                    return new Usage(row.getLong(3), row.getLong(4), row.getLong(5));
                },
                "SELECT i.outcome, COUNT(*), SUM(i.input_tokens), SUM(i.output_tokens), SUM(i.micro_usd)"
                        + " FROM claude_submission s JOIN claude_item i ON i.nonce = s.nonce"
                        + " WHERE s.job = ? AND i.outcome IS NOT NULL GROUP BY i.outcome",
                job.id());
        Map<SubmissionState, Long> states = new EnumMap<>(SubmissionState.class);
        Sql.list(
                connection,
                row -> states.put(SubmissionState.valueOf(row.getString(1)), row.getLong(2)),
                "SELECT state, COUNT(*) FROM claude_submission WHERE job = ? GROUP BY state",
                job.id());
        return new Job(
                job.key(),
                job.name(),
                job.items(),
                job.rejected(),
                outcomes,
                states,
                job.resubmitted(),
                job.perhapsTwice(),
                new Usage(
                        usages.stream().mapToLong(Usage::inputTokens).sum(),
                        usages.stream().mapToLong(Usage::outputTokens).sum(),
                        usages.stream().mapToLong(Usage::microUsd).sum()),
                job.acceptedAt(),
                job.doneAt());
    }

    static List<Long> doneBefore(Connection connection, Instant time) throws SQLException {
        return Sql.list(
                connection,
                row -> row.getLong(1),
                "SELECT id FROM claude_job WHERE done_at < ? ORDER BY id",
                Sql.micros(time));
    }

    /** Nobody takes anything in: for whoever is alone with it. */
    static void freeAll(Connection connection) throws SQLException {
        Sql.update(connection, "UPDATE claude_job SET lease_until = 0 WHERE NOT accepted");
    }

    /** Takes a job away, once its items are. */
    static int remove(Connection connection, long job) throws SQLException {
        Sql.update(connection, "DELETE FROM claude_submission WHERE job = ?", job);
        return Sql.update(connection, "DELETE FROM claude_job WHERE id = ?", job);
    }
}
