/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch.ledger;

import static io.github.camelclaude.batch.ledger.SubmissionState.DONE;
import static io.github.camelclaude.batch.ledger.SubmissionState.ENDED;
import static io.github.camelclaude.batch.ledger.SubmissionState.HELD;
import static io.github.camelclaude.batch.ledger.SubmissionState.READY;
import static io.github.camelclaude.batch.ledger.SubmissionState.SENDING;
import static io.github.camelclaude.batch.ledger.SubmissionState.SUBMITTED;
import static io.github.camelclaude.batch.ledger.SubmissionState.SUSPECT;
import static io.github.camelclaude.batch.ledger.SubmissionState.UNKNOWN;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The submissions in their table. Every change of state is one UPDATE that names the states it may come from; that it changed a
 * row is the proof that nobody else did it in the meantime. A lease is free when its end is not after now.
 */
final class SubmissionRows {

    private static final String COLUMNS =
            "SELECT s.*, j.job_key, j.name FROM claude_submission s JOIN claude_job j ON j.id = s.job ";

    private static final String FREE = "owner = NULL, lease_until = 0, ";

    private static final Set<SubmissionState> BEFORE_SUBMITTED = EnumSet.of(READY, SENDING, UNKNOWN, SUSPECT, HELD);

    /** So long what a seed has written to the prompt cache may live. */
    private static final Duration LONGEST_BEHIND = Duration.ofHours(1);

    private SubmissionRows() {}

    static void insert(Connection connection, long job, NewSubmission submission, Instant now) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO claude_submission"
                        + " (nonce, job, items, bytes, spool, state, not_ours, attempts, next_at, checks, lease_until, behind)"
                        + " VALUES (?, ?, ?, ?, ?, ?, '', 0, ?, 0, 0, ?)",
                submission.nonce(),
                job,
                submission.items(),
                submission.bytes(),
                submission.spool(),
                READY.name(),
                Sql.micros(submission.behind() == null ? now : now.plus(LONGEST_BEHIND)),
                submission.behind());
    }

    /** What was to be sent behind a submission need not wait any longer. */
    private static void letGo(Connection connection, String nonce) throws SQLException {
        Sql.update(
                connection,
                "UPDATE claude_submission SET next_at = 0 WHERE behind = ? AND state = 'READY' AND attempts = 0",
                nonce);
    }

    /** Compare and set: a candidate that another node was quicker to lease is no candidate any more when we look again. */
    static Optional<Submission> lease(Connection connection, Set<SubmissionState> states, String name, Lease lease)
            throws SQLException {
        long now = Sql.micros(lease.now());
        List<Object> values = new ArrayList<>(List.of(now, now));
        if (name != null) {
            values.add(name);
        }
        String due = "SELECT s.nonce FROM claude_submission s JOIN claude_job j ON j.id = s.job WHERE s.state IN ("
                + Sql.in(states)
                + ") AND s.lease_until <= ? AND (s.next_at <= ? OR s.state = 'SENDING')"
                + (name == null ? "" : " AND j.name = ?")
                + " ORDER BY CASE WHEN s.state = 'SENDING' THEN s.lease_until ELSE s.next_at END, s.nonce LIMIT 1";
        String take = "UPDATE claude_submission SET owner = ?, lease_until = ? WHERE nonce = ? AND lease_until <= ?"
                + " AND state IN (" + Sql.in(states) + ") AND (next_at <= ? OR state = 'SENDING')";
        while (true) {
            Optional<String> nonce = Sql.first(connection, row -> row.getString(1), due, values.toArray());
            if (nonce.isEmpty()) {
                return Optional.empty();
            }
            if (Sql.update(connection, take, lease.owner(), Sql.micros(lease.until()), nonce.get(), now, now) == 1) {
                return one(connection, nonce.get());
            }
        }
    }

    static boolean renew(Connection connection, String nonce, Lease lease) throws SQLException {
        return Sql.update(
                        connection,
                        "UPDATE claude_submission SET lease_until = ? WHERE nonce = ? AND owner = ?",
                        Sql.micros(lease.until()),
                        nonce,
                        lease.owner())
                == 1;
    }

    static void release(Connection connection, String nonce, String owner, Instant nextAt, String reason)
            throws SQLException {
        Sql.update(
                connection,
                "UPDATE claude_submission SET " + FREE
                        + "next_at = ?, reason = ?, checks = checks + 1 WHERE nonce = ? AND owner = ?",
                Sql.micros(nextAt),
                reason,
                nonce,
                owner);
    }

    static boolean sending(Connection connection, String nonce, String owner, String backend, Instant now)
            throws SQLException {
        int changed = Sql.update(
                connection,
                "UPDATE claude_submission SET state = 'SENDING', backend = ?, attempts = attempts + 1, intended_at = ?,"
                        + " reason = NULL, checks = 0 WHERE nonce = ? AND owner = ? AND lease_until > ? AND state = 'READY'",
                backend,
                Sql.micros(now),
                nonce,
                owner,
                Sql.micros(now));
        if (changed == 0) {
            boolean ours = Sql.number(
                            connection,
                            "SELECT COUNT(*) FROM claude_submission WHERE nonce = ? AND owner = ? AND lease_until > ?",
                            nonce,
                            owner,
                            Sql.micros(now))
                    == 1;
            if (ours) {
                throw impossible(connection, nonce, SENDING);
            }
        }
        return changed == 1;
    }

    static void submitted(Connection connection, String nonce, String batchId, Instant submittedAt, Instant nextAt)
            throws SQLException {
        int changed = change(
                connection,
                nonce,
                SUBMITTED,
                BEFORE_SUBMITTED,
                "batch_id = ?, submitted_at = ?, next_at = ?, reason = NULL",
                batchId,
                Sql.micros(submittedAt),
                Sql.micros(nextAt));
        if (changed == 0 && !batchId.equals(batchOf(connection, nonce))) {
            throw impossible(connection, nonce, SUBMITTED);
        }
    }

    private static String batchOf(Connection connection, String nonce) throws SQLException {
        return one(connection, nonce).map(Submission::batchId).orElse(null);
    }

    static void unknown(Connection connection, String nonce, String reason, Instant nextAt) throws SQLException {
        must(connection, nonce, UNKNOWN, EnumSet.of(SENDING), "reason = ?, next_at = ?", reason, Sql.micros(nextAt));
    }

    static void suspect(Connection connection, String nonce, String batchId, Instant nextAt) throws SQLException {
        must(
                connection,
                nonce,
                SUSPECT,
                EnumSet.of(UNKNOWN, SENDING),
                "batch_id = ?, next_at = ?",
                batchId,
                Sql.micros(nextAt));
    }

    static void notOurs(Connection connection, String nonce, String batchId, Instant nextAt) throws SQLException {
        Submission submission = one(connection, nonce).orElseThrow(() -> missing(nonce));
        if (submission.state() != SUSPECT || !batchId.equals(submission.batchId())) {
            throw impossible(connection, nonce, UNKNOWN);
        }
        Set<String> all = new LinkedHashSet<>(submission.notOurs());
        all.add(batchId);
        must(
                connection,
                nonce,
                UNKNOWN,
                EnumSet.of(SUSPECT),
                "batch_id = NULL, not_ours = ?, next_at = ?",
                String.join(" ", all),
                Sql.micros(nextAt));
    }

    static void held(Connection connection, String nonce, String reason) throws SQLException {
        must(connection, nonce, HELD, EnumSet.of(READY, SENDING, UNKNOWN, SUSPECT, SUBMITTED), "reason = ?", reason);
        letGo(connection, nonce);
    }

    static void again(Connection connection, String nonce, Instant nextAt, String reason, int perhapsTwice)
            throws SQLException {
        must(
                connection,
                nonce,
                READY,
                EnumSet.of(READY, SENDING, UNKNOWN, SUSPECT, HELD),
                "batch_id = NULL, reason = ?, next_at = ?",
                reason,
                Sql.micros(nextAt));
        Sql.update(
                connection,
                "UPDATE claude_job SET perhaps_twice = perhaps_twice + ?"
                        + " WHERE id = (SELECT job FROM claude_submission WHERE nonce = ?)",
                perhapsTwice,
                nonce);
    }

    static void ended(Connection connection, String nonce) throws SQLException {
        int changed = Sql.update(
                connection,
                "UPDATE claude_submission SET state = 'ENDED', checks = 0, reason = NULL"
                        + " WHERE nonce = ? AND state = 'SUBMITTED'",
                nonce);
        if (changed == 0 && !stateOf(connection, nonce).equals("ENDED")) {
            throw impossible(connection, nonce, ENDED);
        }
        letGo(connection, nonce);
    }

    /** What was just accepted has been sent by others, and has ended. */
    static void adopted(Connection connection, String nonce, String backend, String batchId, Instant submittedAt)
            throws SQLException {
        must(
                connection,
                nonce,
                ENDED,
                EnumSet.of(READY),
                "backend = ?, batch_id = ?, submitted_at = ?",
                backend,
                batchId,
                Sql.micros(submittedAt));
    }

    /** The job's row is locked first: of two that end at once, the later sees what the earlier wrote. */
    static void done(Connection connection, String nonce, Instant now) throws SQLException {
        long job = job(connection, nonce);
        Sql.number(connection, "SELECT id FROM claude_job WHERE id = ? FOR UPDATE", job);
        if (stateOf(connection, nonce).equals("DONE")) {
            return;
        }
        long unfinished = ItemRows.unfinished(connection, nonce);
        if (unfinished > 0) {
            throw new IllegalStateException(
                    "Submission %s can't become DONE: %d of its items have not come to their end"
                            .formatted(nonce, unfinished));
        }
        must(connection, nonce, DONE, EnumSet.of(ENDED), "reason = NULL");
        Sql.update(
                connection,
                "UPDATE claude_job SET done_at = ? WHERE id = ? AND done_at IS NULL AND NOT EXISTS"
                        + " (SELECT 1 FROM claude_submission WHERE job = ? AND state <> 'DONE')",
                Sql.micros(now),
                job,
                job);
    }

    private static void must(
            Connection connection,
            String nonce,
            SubmissionState to,
            Set<SubmissionState> from,
            String columns,
            Object... values)
            throws SQLException {
        if (change(connection, nonce, to, from, columns, values) == 0) {
            throw impossible(connection, nonce, to);
        }
    }

    private static int change(
            Connection connection,
            String nonce,
            SubmissionState to,
            Set<SubmissionState> from,
            String columns,
            Object... values)
            throws SQLException {
        List<Object> all = new ArrayList<>(Arrays.asList(values));
        all.add(nonce);
        return Sql.update(
                connection,
                "UPDATE claude_submission SET " + FREE + "checks = 0, state = '" + to + "', " + columns
                        + " WHERE nonce = ? AND state IN (" + Sql.in(from) + ")",
                all.toArray());
    }

    private static IllegalStateException impossible(Connection connection, String nonce, SubmissionState to)
            throws SQLException {
        return new IllegalStateException(
                "Submission %s is %s: it can't become %s".formatted(nonce, stateOf(connection, nonce), to));
    }

    private static IllegalStateException missing(String nonce) {
        return new IllegalStateException("Submission %s is not in the ledger".formatted(nonce));
    }

    private static String stateOf(Connection connection, String nonce) throws SQLException {
        return Sql.first(
                        connection,
                        row -> row.getString(1),
                        "SELECT state FROM claude_submission WHERE nonce = ?",
                        nonce)
                .orElseThrow(() -> missing(nonce));
    }

    static long job(Connection connection, String nonce) throws SQLException {
        return Sql.first(connection, row -> row.getLong(1), "SELECT job FROM claude_submission WHERE nonce = ?", nonce)
                .orElseThrow(() -> missing(nonce));
    }

    static Optional<Submission> one(Connection connection, String nonce) throws SQLException {
        return Sql.first(connection, SubmissionRows::of, COLUMNS + "WHERE s.nonce = ?", nonce);
    }

    static List<Submission> open(Connection connection) throws SQLException {
        return Sql.list(
                connection,
                SubmissionRows::of,
                COLUMNS + "WHERE s.state NOT IN ('ENDED', 'DONE') ORDER BY s.job, s.nonce");
    }

    static boolean isConfirmed(Connection connection, String batchId) throws SQLException {
        return Sql.number(
                        connection,
                        "SELECT COUNT(*) FROM claude_submission WHERE batch_id = ? AND state IN ("
                                + Sql.in(EnumSet.of(SUBMITTED, ENDED, DONE)) + ")",
                        batchId)
                > 0;
    }

    static long queued(Connection connection) throws SQLException {
        return Sql.number(
                connection,
                "SELECT SUM(items) FROM claude_submission WHERE state IN ("
                        + Sql.in(EnumSet.of(SENDING, UNKNOWN, SUSPECT, SUBMITTED)) + ")");
    }

    /** Nobody works on anything: for whoever is alone with it. */
    static void freeAll(Connection connection) throws SQLException {
        Sql.update(connection, "UPDATE claude_submission SET " + FREE.substring(0, FREE.lastIndexOf(',')));
    }

    static Set<String> spools(Connection connection) throws SQLException {
        return new HashSet<>(Sql.list(
                connection,
                row -> row.getString(1),
                "SELECT DISTINCT spool FROM claude_submission WHERE state <> 'DONE'"));
    }

    private static Submission of(ResultSet row) throws SQLException {
        String notOurs = row.getString("not_ours");
        return new Submission(
                row.getString("nonce"),
                row.getString("job_key"),
                row.getString("name"),
                row.getInt("items"),
                row.getLong("bytes"),
                row.getString("spool"),
                SubmissionState.valueOf(row.getString("state")),
                row.getString("backend"),
                row.getString("batch_id"),
                notOurs.isEmpty() ? List.of() : List.of(notOurs.split(" ")),
                row.getInt("attempts"),
                Sql.time(row, "intended_at"),
                Sql.time(row, "submitted_at"),
                Sql.time(row, "next_at"),
                row.getInt("checks"),
                row.getString("reason"));
    }
}
