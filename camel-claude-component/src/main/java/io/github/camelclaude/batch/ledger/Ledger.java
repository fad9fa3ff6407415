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
 * one. Each method is one transaction and blocks on the database; when it returns, what it wrote outlives the process. Where
 * the database is an embedded file, {@link #finish} and {@link #together} may lose their last half second, and what {@link #add}
 * writes is only safe with {@link #accept}. Several threads may use it. Times are kept to the microsecond.
 *
 * <p>A method fails with a {@link LedgerException} if the database does; nothing was written then, unless it was
 * the commit itself whose answer was lost. What can't be in the state that something is in fails with an
 * {@link IllegalStateException} that names both; nothing was written either. Saying again what is known is no failure:
 * {@link #submitted} with the same batch, {@link #ended} and {@link #done} may be called twice.
 */
public interface Ledger extends AutoCloseable {

    // Taking in

    /**
     * Begins to take in a job, under a lease that {@link #add} renews. A job of the same key whose taking in was broken off is
     * forgotten first, its items too.
     *
     * @param name the name under which its results are consumed
     * @return false if the ledger has accepted a job with this key before; or if another owner takes it in right now, whose
     *     lease is not over: then there is no {@link #job} of this key yet
     */
    boolean begin(String key, String name, Lease lease);

    /** Which of these ids a job that is being taken in has already. */
    Set<String> known(String key, Collection<String> callerIds);

    /**
     * Adds items of a submission to a job that is being taken in, all or none.
     *
     * @throws IllegalStateException if the job is not being taken in by this owner, or has one of these ids or rows
     */
    void add(String key, String nonce, List<NewItem> items, Lease lease);

    /**
     * Accepts a job: from here on its submissions are {@link SubmissionState#READY}. A job without any is done at once.
     *
     * @param rejected how many items were not taken in
     * @throws IllegalStateException if the job is not being taken in, or its items are not those of these submissions: then
     *     somebody else takes it in by now
     */
    void accept(String key, List<NewSubmission> submissions, long rejected, Instant now);

    /**
     * Accepts a job of a batch that others have sent and that has ended: it is {@link SubmissionState#ENDED} at once.
     *
     * @param submission with {@link NewSubmission#NO_SPOOL}
     * @throws IllegalStateException as {@link #accept} does
     */
    void adopt(String key, NewSubmission submission, String backend, String batchId, Instant submittedAt, Instant now);

    /** Forgets a job that this owner is taking in; nothing happens if it is another's or was accepted. */
    void abandon(String key, String owner);

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

    /** @return false if the lease was lost: somebody else works on it now, or it is somewhere else on its way */
    boolean renew(String nonce, Lease lease);

    /**
     * Gives a leased submission back, to be looked at again. Nothing happens if the lease was lost.
     *
     * @param reason why it waits, in words; or null
     */
    void release(String nonce, String owner, Instant nextAt, String reason);

    /** Writes the intent to send it. @return false if the lease was lost or is over: then another may send it */
    boolean sending(String nonce, String owner, String backend, Instant now);

    /**
     * The service has it. Its lease ends. Whoever knows this may say so, also after its lease was lost and others did not know:
     * from all states before {@link SubmissionState#SUBMITTED}.
     *
     * @throws IllegalStateException if it is with the service as another batch: it was sent twice
     */
    void submitted(String nonce, String batchId, Instant submittedAt, Instant nextAt);

    /** A {@link SubmissionState#SENDING} one of which nobody knows whether it arrived. Its lease ends. */
    void unknown(String nonce, String reason, Instant nextAt);

    /** Something was found that may be a {@link SubmissionState#SENDING} or UNKNOWN one. Its lease ends. */
    void suspect(String nonce, String batchId, Instant nextAt);

    /** What was suspected is not it: {@link SubmissionState#UNKNOWN} again. Its lease ends. */
    void notOurs(String nonce, String batchId, Instant nextAt);

    /** Whose batch has not ended waits for an operator; what is suspected stays written. Its lease ends. */
    void held(String nonce, String reason);

    /**
     * It is to be sent again, since nothing of it seems to have arrived: from READY, SENDING, UNKNOWN,
     * SUSPECT and HELD. Its lease ends.
     *
     * @param perhapsTwice how many of its items may be paid twice by that
     */
    void again(String nonce, Instant nextAt, String reason, int perhapsTwice);

    /** Its batch has ended. Keeps its lease. */
    void ended(String nonce);

    /**
     * Every item of it has come to its end; so has its job with the last one. Its lease ends.
     *
     * @throws IllegalStateException also if an item of it has not
     */
    void done(String nonce, Instant now);

    /** All submissions whose batch is not known to have ended, those that were not sent too; of all nodes. */
    List<Submission> open();

    /** A submission by its nonce. */
    Optional<Submission> submission(String nonce);

    /** Whether a batch is known to belong to a submission of this ledger; what is only suspected is not. */
    boolean isConfirmed(String batchId);

    /** How many items are with the service or may be; those of all nodes. */
    long queued();

    // Coming back

    /** The items of a submission in these rows, whatever has become of them. Rows that nobody knows are left out. */
    List<Item> items(String nonce, Collection<Integer> rows);

    /** How many items of a submission have not come to their end. */
    long unfinished(String nonce);

    /** Some items of a submission that have not come to their end, by row, from a row on. */
    List<Item> unfinished(String nonce, int fromRow, int most);

    /** Writes down that an item has come to its end. @return false if it had before, or is not in this submission (any more) */
    boolean finish(String nonce, int row, Outcome outcome, Usage usage, Instant now);

    /**
     * Moves items of a submission that have not come to their end to a new one, each counted as tried once more. All or none:
     * an {@link IllegalStateException} if one has, or is not there.
     *
     * @param rows the rows in the old submission; the row in the new one is the index in this list
     */
    void resubmit(String nonce, List<Integer> rows, NewSubmission submission, Instant now);

    /**
     * Runs work in a transaction: what it writes through {@link #shared()}, on this thread, is kept if and only if what it
     * writes in this ledger is. It is rolled back if the work throws or returns false, if {@link #finish} in it returned false,
     * if any method of the ledger in it failed, or if somebody rolled back a shared connection. No second one on a thread.
     *
     * @return whether it was kept
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

    /** Spool files that submissions still need; not those of jobs that are being taken in. */
    Set<String> spools();

    /**
     * Forgets jobs that were done before, with all about them, in steps of a size that no database minds. What was broken off
     * is forgotten by the next.
     *
     * @return how many
     */
    int purge(Instant doneBefore);

    @Override
    void close();
}
