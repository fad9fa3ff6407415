/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * The durable record of what was handed in, what was submitted, what came back and what was handed on. Many nodes may share
 * one. Each method is one transaction and blocks on the database; when it returns, what it wrote outlives the process
 * ({@link #finish} alone may lose its last half second where the database is an embedded file). Several threads may use it.
 *
 * <p>A method fails with a {@link LedgerException} if the database does; nothing was written then.
 */
public interface Ledger extends AutoCloseable {

    // Taking in

    /**
     * Begins to take in a job, under a lease that {@link #add} renews. A job of the same key whose taking in was broken off is
     * forgotten first, its items too.
     *
     * @param name the name under which its results are consumed
     * @return false if the ledger has accepted a job with this key before, or another node is about to
     */
    boolean begin(String key, String name, Lease lease);

    /** Which of these ids a job that is being taken in has already. */
    Set<String> known(String key, Collection<String> callerIds);

    /** Adds items of a submission to a job that is being taken in; their ids are not known yet. */
    void add(String key, String nonce, List<NewItem> items, Lease lease);

    /** Accepts a job: from here on its submissions are {@link SubmissionState#READY}. */
    void accept(String key, List<NewSubmission> submissions, long rejected, Instant now);

    /** Forgets a job that is being taken in. */
    void abandon(String key);

    /** How a job stands, once it has been accepted. */
    Optional<Job> job(String key);

    /** The latest jobs, the newest first. */
    List<Job> jobs(int most);

    // On the way

    /**
     * Leases the submission in one of these states that has been due for the longest, if there is one. A submission that is
     * {@link SubmissionState#SENDING} is due when its sender's lease is over.
     *
     * @param name only of jobs of this name; null for all
     */
    Optional<Submission> lease(EnumSet<SubmissionState> states, String name, Lease lease);

    /** @return false if the lease was lost: somebody else works on it now */
    boolean renew(String nonce, Lease lease);

    /**
     * Gives a leased submission back, to be looked at again.
     *
     * @param reason why it waits, in words; or null
     */
    void release(String nonce, String owner, Instant nextAt, String reason);

    /** Writes the intent to send it. @return false if the lease was lost */
    boolean sending(String nonce, String owner, String backend, Instant now);

    /** The service has it. Its lease ends. */
    void submitted(String nonce, String batchId, Instant submittedAt, Instant nextAt);

    /** Nobody knows whether it arrived. Its lease ends. */
    void unknown(String nonce, String reason, Instant nextAt);

    /** Something that may be it was found. Its lease ends. */
    void suspect(String nonce, String batchId, Instant nextAt);

    /** What was suspected is not it: {@link SubmissionState#UNKNOWN} again. Its lease ends. */
    void notOurs(String nonce, String batchId, Instant nextAt);

    /** It waits for an operator. Its lease ends. */
    void held(String nonce, String reason);

    /**
     * It is to be sent again, since nothing of it seems to have arrived. Its lease ends.
     *
     * @param perhapsTwice how many of its items may be paid twice by that
     */
    void again(String nonce, Instant nextAt, String reason, int perhapsTwice);

    /** Its batch has ended; {@code false} if that was written before. Keeps its lease. */
    void ended(String nonce);

    /** Every item of it has come to its end; so has its job with the last one. Its lease ends. */
    void done(String nonce, Instant now);

    /** All submissions whose batch is not known to have ended, and where they are; those of all nodes. */
    List<Submission> open();

    /** A submission by its nonce. */
    Optional<Submission> submission(String nonce);

    /** Whether a batch belongs to a submission of this ledger, as far as is known. */
    boolean isOurs(String batchId);

    /** How many items are with the service or may be, on a backend. */
    long queued(String backend);

    // Coming back

    /** The items of a submission in these rows, whatever has become of them. Rows that nobody knows are left out. */
    List<Item> items(String nonce, Collection<Integer> rows);

    /** How many items of a submission have not come to their end. */
    long unfinished(String nonce);

    /** Some items of a submission that have not come to their end, by row, from a row on. */
    List<Item> unfinished(String nonce, int fromRow, int most);

    /** Writes down that an item has come to its end. @return false if it had before, or is in another submission now */
    boolean finish(String nonce, int row, Outcome outcome, Usage usage, Instant now);

    /**
     * Moves items of a submission that have not come to their end to a new one, each counted as tried once more. All or none.
     *
     * @param rows the rows in the old submission; the row in the new one is the index in this list
     */
    void resubmit(String nonce, List<Integer> rows, NewSubmission submission, Instant now);

    /**
     * Runs work in a transaction: what it writes through {@link #shared()}, on this thread, is kept if and only if what it
     * writes in this ledger is. It is rolled back if the work throws or {@link #finish} in it returned false.
     *
     * @return what the work returned
     */
    boolean together(Work work) throws Exception;

    /** What is done in a transaction. */
    @FunctionalInterface
    interface Work {
        /** @return whether it is to be kept */
        boolean run() throws Exception;
    }

    /**
     * The ledger's database for others. On a thread within {@link #together} its connections are that transaction's: commit,
     * rollback, auto-commit and close have no effect on it. Elsewhere it is the plain data source.
     */
    DataSource shared();

    // Keeping house

    /** Spool files that submissions still need. */
    Set<String> spools();

    /** Forgets jobs that were done before, with all about them. @return how many */
    int purge(Instant doneBefore);

    @Override
    void close();
}
