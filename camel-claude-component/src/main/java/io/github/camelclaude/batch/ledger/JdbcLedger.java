/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import javax.sql.DataSource;

/**
 * The ledger in a relational database: H2 for one node, PostgreSQL for many. This class says what is one transaction; the
 * statements are with {@link JobRows}, {@link SubmissionRows} and {@link ItemRows}.
 *
 * <p>All of it works with READ COMMITTED: who may do something is decided by an UPDATE whose WHERE says what must still be so,
 * and by the count of rows that it changed. No time is the database's.
 */
public final class JdbcLedger implements Ledger {

    private final EmbeddedDatabase own;
    private final Transactions transactions;
    private final DataSource shared;

    private JdbcLedger(DataSource dataSource, EmbeddedDatabase own, boolean sync) {
        this.own = own;
        this.transactions = new Transactions(dataSource, own == null ? QuietThreads.none() : own.threads(), sync);
        this.shared = new SharedDataSource(dataSource, transactions);
    }

    /**
     * A ledger in a database, whose tables are made or brought up to date in the schema that its connections are in.
     *
     * @param dataSource of H2 2 or PostgreSQL, READ COMMITTED, best with a pool; not closed with the ledger
     * @throws IllegalStateException if a jar is missing, with the artifact to add
     */
    public static JdbcLedger open(DataSource dataSource) {
        return open(dataSource, null);
    }

    /**
     * A ledger in a file of its own, for one process.
     *
     * @param file without the {@code .mv.db} that its name ends with on the disk
     * @throws IllegalStateException if a jar is missing, with the artifact to add
     * @throws LedgerException       if it can't be opened, as when another process has it
     */
    public static JdbcLedger file(Path file) {
        NeededJar.H2.check(JdbcLedger.class.getClassLoader());
        NeededJar.FLYWAY.check(JdbcLedger.class.getClassLoader());
        EmbeddedDatabase database = EmbeddedDatabase.open(file);
        try {
            JdbcLedger ledger = open(database.dataSource(), database);
            ledger.forgetWhoWasHere();
            return ledger;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** Whoever had the file before is gone: nobody has to wait for leases of the dead. */
    private void forgetWhoWasHere() {
        write("free leases", c -> {
            SubmissionRows.freeAll(c);
            JobRows.freeAll(c);
        });
    }

    private static JdbcLedger open(DataSource dataSource, EmbeddedDatabase own) {
        String product = product(dataSource);
        boolean isH2 = product.equals("h2");
        if (!isH2 && !product.equals("postgresql")) {
            throw new IllegalArgumentException(
                    "The ledger can't be in a database of %s: it takes H2 and PostgreSQL".formatted(product));
        }
        NeededJar.FLYWAY.check(JdbcLedger.class.getClassLoader());
        if (!isH2) {
            NeededJar.FLYWAY_POSTGRESQL.check(JdbcLedger.class.getClassLoader());
        }
        Migrations.apply(dataSource);
        return new JdbcLedger(dataSource, own, isH2);
    }

    private static String product(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            return connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
        } catch (SQLException e) {
            throw Transactions.failed("connect", e);
        }
    }

    // Taking in

    @Override
    public boolean begin(String key, String name, Lease lease) {
        OptionalLong draft;
        try {
            draft = take(key, name, lease);
        } catch (LedgerException e) {
            if (!isThereAlready(e)) {
                throw e;
            }
            // Another node made it between our look and our step.
            draft = take(key, name, lease);
        }
        draft.ifPresent(this::removeItems);
        return draft.isPresent();
    }

    private OptionalLong take(String key, String name, Lease lease) {
        return transactions.write("begin a job", c -> JobRows.take(c, key, name, lease));
    }

    private static boolean isThereAlready(LedgerException e) {
        return e.getCause() instanceof SQLException cause && Sql.THERE_ALREADY.equals(cause.getSQLState());
    }

    private void removeItems(long job) {
        boolean more = true;
        while (more) {
            more = transactions.write("forget items", c -> ItemRows.removeSome(c, job));
        }
    }

    @Override
    public Set<String> known(String key, Collection<String> callerIds) {
        return transactions.run("look for known items", c -> {
            OptionalLong draft = JobRows.draft(c, key);
            return draft.isEmpty() ? Set.of() : ItemRows.known(c, draft.getAsLong(), callerIds);
        });
    }

    @Override
    public void add(String key, String nonce, List<NewItem> items, Lease lease) {
        try {
            transactions.run("add items", c -> {
                long job = JobRows.draft(c, key, lease.owner());
                JobRows.added(c, job, items.size(), lease);
                ItemRows.insert(c, job, nonce, items);
                return null;
            });
        } catch (LedgerException e) {
            if (isThereAlready(e)) {
                throw new IllegalStateException(
                        "Job %s has an item with one of these ids, or submission %s one in one of these rows"
                                .formatted(key, nonce),
                        e);
            }
            throw e;
        }
    }

    @Override
    public void accept(String key, List<NewSubmission> submissions, long rejected, Instant now) {
        write("accept a job", c -> JobRows.accept(c, key, submissions, rejected, now));
    }

    @Override
    public void adopt(
            String key, NewSubmission submission, String backend, String batchId, Instant submittedAt, Instant now) {
        write("adopt a batch", c -> {
            JobRows.accept(c, key, List.of(submission), 0, now);
            SubmissionRows.adopted(c, submission.nonce(), backend, batchId, submittedAt);
        });
    }

    @Override
    public void abandon(String key, String owner) {
        OptionalLong draft = transactions.run("find a job", c -> JobRows.draftOf(c, key, owner));
        if (draft.isPresent()) {
            long job = draft.getAsLong();
            removeItems(job);
            write("forget a job", c -> JobRows.remove(c, job));
        }
    }

    @Override
    public Optional<Job> job(String key) {
        return transactions.run("read a job", c -> JobRows.job(c, key));
    }

    @Override
    public List<Job> jobs(int most) {
        return transactions.run("read jobs", c -> JobRows.latest(c, most));
    }

    // On the way

    @Override
    public Optional<Submission> lease(EnumSet<SubmissionState> states, String name, Lease lease) {
        return transactions.write("lease a submission", c -> SubmissionRows.lease(c, states, name, lease));
    }

    @Override
    public boolean renew(String nonce, Lease lease) {
        return transactions.write("renew a lease", c -> SubmissionRows.renew(c, nonce, lease));
    }

    @Override
    public void release(String nonce, String owner, Instant nextAt, String reason) {
        write("release a submission", c -> SubmissionRows.release(c, nonce, owner, nextAt, reason));
    }

    @Override
    public boolean sending(String nonce, String owner, String backend, Instant now) {
        return transactions.write(
                "write the intent to send", c -> SubmissionRows.sending(c, nonce, owner, backend, now));
    }

    @Override
    public void submitted(String nonce, String batchId, Instant submittedAt, Instant nextAt) {
        write("write what was submitted", c -> SubmissionRows.submitted(c, nonce, batchId, submittedAt, nextAt));
    }

    @Override
    public void unknown(String nonce, String reason, Instant nextAt) {
        write("write what is unknown", c -> SubmissionRows.unknown(c, nonce, reason, nextAt));
    }

    @Override
    public void suspect(String nonce, String batchId, Instant nextAt) {
        write("write what is suspected", c -> SubmissionRows.suspect(c, nonce, batchId, nextAt));
    }

    @Override
    public void notOurs(String nonce, String batchId, Instant nextAt) {
        write("write what is not ours", c -> SubmissionRows.notOurs(c, nonce, batchId, nextAt));
    }

    @Override
    public void held(String nonce, String reason) {
        write("hold a submission", c -> SubmissionRows.held(c, nonce, reason));
    }

    @Override
    public void again(String nonce, Instant nextAt, String reason, int perhapsTwice) {
        write("make a submission ready again", c -> SubmissionRows.again(c, nonce, nextAt, reason, perhapsTwice));
    }

    @Override
    public void ended(String nonce) {
        write("write the end of a batch", c -> SubmissionRows.ended(c, nonce));
    }

    @Override
    public void done(String nonce, Instant now) {
        write("write that a submission is done", c -> SubmissionRows.done(c, nonce, now));
    }

    @Override
    public List<Submission> open() {
        return transactions.run("read open submissions", SubmissionRows::open);
    }

    @Override
    public Optional<Submission> submission(String nonce) {
        return transactions.run("read a submission", c -> SubmissionRows.one(c, nonce));
    }

    @Override
    public boolean isConfirmed(String batchId) {
        return transactions.run("look for a batch", c -> SubmissionRows.isConfirmed(c, batchId));
    }

    @Override
    public long queued() {
        return transactions.run("count queued items", SubmissionRows::queued);
    }

    // Coming back

    @Override
    public List<Item> items(String nonce, Collection<Integer> rows) {
        return transactions.run("read items", c -> ItemRows.of(c, nonce, rows));
    }

    @Override
    public long unfinished(String nonce) {
        return transactions.run("count unfinished items", c -> ItemRows.unfinished(c, nonce));
    }

    @Override
    public List<Item> unfinished(String nonce, int fromRow, int most) {
        return transactions.run("read unfinished items", c -> ItemRows.unfinished(c, nonce, fromRow, most));
    }

    @Override
    public boolean finish(String nonce, int row, Outcome outcome, Usage usage, Instant now) {
        boolean first = transactions.run("finish an item", c -> ItemRows.finish(c, nonce, row, outcome, usage, now));
        Transactions.Bound bound = transactions.current();
        if (!first && bound != null) {
            bound.doom();
        }
        return first;
    }

    @Override
    public void resubmit(String nonce, List<Integer> rows, NewSubmission submission, Instant now) {
        if (rows.isEmpty() || rows.size() != submission.items()) {
            throw new IllegalArgumentException("Submission %s is said to have %d items, and %d rows are given"
                    .formatted(submission.nonce(), submission.items(), rows.size()));
        }
        write("submit items again", c -> {
            long job = SubmissionRows.job(c, nonce);
            ItemRows.move(c, nonce, rows, submission.nonce());
            SubmissionRows.insert(c, job, submission, now);
            JobRows.resubmitted(c, job, rows.size());
        });
    }

    @Override
    public boolean together(Work work) throws Exception {
        return transactions.together(work);
    }

    @Override
    public DataSource shared() {
        return shared;
    }

    // Keeping house

    @Override
    public Set<String> spools() {
        return transactions.run("read the names of spool files", SubmissionRows::spools);
    }

    @Override
    public int purge(Instant doneBefore) {
        int purged = 0;
        for (long job : transactions.run("find old jobs", c -> JobRows.doneBefore(c, doneBefore))) {
            removeItems(job);
            purged += transactions.write("forget a job", c -> JobRows.remove(c, job));
        }
        return purged;
    }

    @Override
    public void close() {
        if (own != null) {
            own.close();
        }
    }

    /** A step that gives nothing back. */
    @FunctionalInterface
    private interface Step {
        void in(Connection connection) throws SQLException;
    }

    private void write(String what, Step step) {
        transactions.write(what, c -> {
            step.in(c);
            return null;
        });
    }
}
