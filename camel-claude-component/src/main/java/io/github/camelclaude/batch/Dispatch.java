/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import io.github.camelclaude.backend.BatchState;
import io.github.camelclaude.backend.Batches;
import io.github.camelclaude.batch.ledger.Submission;
import io.github.camelclaude.batch.ledger.SubmissionState;
import io.github.camelclaude.call.CallPath;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ErrorClass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Brings submissions to the service and follows them until their batch has ended: one at a time, each under a lease. What it
 * does next is only told by the ledger, so that it goes on where any other left off, however that ended.
 *
 * <p>The one thing that the ledger can't tell is whether a request arrived whose answer nobody saw. Such a submission is
 * {@link SubmissionState#UNKNOWN}: batches of its size that were created since are looked for; one after the other is suspected,
 * and taken for it if its results carry the submission's nonce; if there is none for a while, it is sent again, and counted as
 * perhaps paid twice. What another one is suspected to be is waited for: it may be this one.
 */
final class Dispatch {

    /** What may be wrong between the service's clock and ours. */
    private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

    /** So long a batch may not be found after it was created. */
    private static final Duration HIDDEN = Duration.ofMinutes(10);

    /** So often results have to be gone to be gone for good. */
    private static final int SURE = 5;

    private static final EnumSet<SubmissionState> OPEN = EnumSet.of(
            SubmissionState.READY,
            SubmissionState.SENDING,
            SubmissionState.UNKNOWN,
            SubmissionState.SUSPECT,
            SubmissionState.SUBMITTED);

    private final BatchStore store;
    private final BatchSettings settings;
    private final BatchCalls calls;

    Dispatch(BatchStore store, BatchSettings settings, BatchCalls calls) {
        this.store = store;
        this.settings = settings;
        this.calls = calls;
    }

    /**
     * Does what is due for one submission.
     *
     * @return false if nothing is due
     */
    boolean step() {
        Optional<Submission> due = store.ledger().lease(OPEN, settings.name(), store.newLease());
        if (due.isEmpty()) {
            return false;
        }
        Submission submission = due.get();
        try (LeaseHold hold = store.hold(submission.nonce())) {
            switch (submission.state()) {
                case READY -> send(submission, hold);
                case SENDING -> orphan(submission);
                case UNKNOWN -> find(submission);
                case SUSPECT -> confirm(submission);
                default -> check(submission);
            }
        } catch (ClaudeException e) {
            later(submission, settings.backOff(submission.checks() + 1), e.getMessage());
        }
        return true;
    }

    private void send(Submission submission, LeaseHold hold) {
        Path body = store.file(submission.spool());
        if (!Files.isRegularFile(body)) {
            later(
                    submission,
                    settings.backOff(submission.checks() + 1),
                    "its spool file " + submission.spool()
                            + " is not on this node; the node that has it sends it, or a directory that all nodes share");
            return;
        }
        try {
            BatchState created = calls.create(body, inQueue(submission), backend -> intend(submission, backend, hold));
            store.events().reached(BatchStep.SENT, submission.nonce());
            store.ledger()
                    .submitted(
                            submission.nonce(),
                            created.id(),
                            created.createdAt(),
                            store.now().plus(settings.checkDelay()));
            store.events().reached(BatchStep.SUBMITTED, submission.nonce());
        } catch (ClaudeException e) {
            refused(submission, e);
        }
    }

    /** The queue is the service's: what other submissions wait for there counts, too. */
    private long inQueue(Submission submission) {
        return submission.items() + store.ledger().queued();
    }

    private void intend(Submission submission, String backend, LeaseHold hold) {
        if (hold.isLost() || !store.ledger().sending(submission.nonce(), store.node(), backend, store.now())) {
            throw new LeaseLostException(submission.nonce());
        }
        store.events().reached(BatchStep.INTENDED, submission.nonce());
    }

    private void refused(Submission submission, ClaudeException failure) {
        Instant soon = store.now().plus(settings.checkDelay());
        if (CallPath.mayHaveArrived(failure)) {
            store.ledger().unknown(submission.nonce(), failure.getMessage(), soon);
        } else if (failure.statusCode().isPresent() && isForGood(failure.errorClass())) {
            hold(submission, failure.getMessage());
        } else {
            Duration wait = failure.retryAfter().orElse(settings.backOff(submission.attempts() + 1));
            store.ledger().again(submission.nonce(), store.now().plus(wait), failure.getMessage(), 0);
        }
    }

    private static boolean isForGood(ErrorClass errorClass) {
        return errorClass == ErrorClass.INVALID || errorClass == ErrorClass.OVERSIZE;
    }

    /** Its sender died between the intent and the answer. */
    private void orphan(Submission submission) {
        store.ledger()
                .unknown(
                        submission.nonce(),
                        "the process that sent it ended before it had written down the answer",
                        store.now());
    }

    private void find(Submission submission) {
        List<String> alike = alike(submission);
        Set<String> suspected = store.ledger().open().stream()
                .filter(other -> other.state() == SubmissionState.SUSPECT)
                .map(Submission::batchId)
                .collect(Collectors.toSet());
        Optional<String> free =
                alike.stream().filter(id -> !suspected.contains(id)).findFirst();
        if (free.isPresent()) {
            store.ledger().suspect(submission.nonce(), free.get(), store.now().plus(settings.checkDelay()));
        } else if (!alike.isEmpty()) {
            later(submission, settings.checkDelay(), "it may have arrived as " + alike + ", or another one did");
        } else if (store.now().isBefore(submission.intendedAt().plus(settings.suspectGrace()))) {
            later(submission, settings.checkDelay(), "it may have arrived, and is looked for");
        } else {
            store.ledger()
                    .again(
                            submission.nonce(),
                            store.now(),
                            "it may have arrived, and was not found in " + settings.suspectGrace(),
                            submission.items());
            store.events().perhapsTwice(submission.nonce(), submission.items());
        }
    }

    /** Batches that may be it: of its size, of its time, and not known to be another. */
    private List<String> alike(Submission submission) {
        return calls.since(submission.backend(), submission.intendedAt().minus(CLOCKS_APART)).stream()
                .filter(batch -> batch.size() == submission.items())
                .map(BatchState::id)
                .filter(id ->
                        !submission.notOurs().contains(id) && !store.ledger().isConfirmed(id))
                .toList();
    }

    private void confirm(Submission submission) {
        BatchState batch;
        try {
            batch = calls.retrieve(submission.backend(), submission.batchId());
        } catch (ClaudeException e) {
            if (isGone(e)) {
                store.ledger().notOurs(submission.nonce(), submission.batchId(), store.now());
                return;
            }
            throw e;
        }
        if (!batch.hasEnded()) {
            later(submission, nextCheck(submission.intendedAt()), submission.batchId() + " may be it");
        } else {
            judge(submission, batch);
        }
    }

    /** Whose a batch is that has ended, its results tell. */
    private void judge(Submission submission, BatchState batch) {
        boolean ours;
        try {
            ours = carriesNonce(submission);
        } catch (ClaudeException e) {
            if (isGone(e) && submission.checks() >= SURE) {
                hold(submission, batch.id() + " may be it, and its results are gone: an operator has to decide");
                return;
            }
            throw e;
        }
        if (ours) {
            store.ledger().submitted(submission.nonce(), batch.id(), batch.createdAt(), store.now());
        } else {
            store.ledger().notOurs(submission.nonce(), batch.id(), store.now());
        }
    }

    private boolean carriesNonce(Submission submission) {
        Batches.Results results = calls.results(submission.backend(), submission.batchId());
        try (BatchLines lines = new BatchLines(results.lines())) {
            return lines.hasNext()
                    && ResultLine.of(lines.next())
                            .id()
                            .filter(id -> id.nonce().equals(submission.nonce()))
                            .isPresent();
        }
    }

    private void check(Submission submission) {
        BatchState batch;
        try {
            batch = calls.retrieve(submission.backend(), submission.batchId());
        } catch (ClaudeException e) {
            if (!isGone(e)) {
                throw e;
            }
            if (store.now().isBefore(submission.submittedAt().plus(HIDDEN))) {
                later(submission, settings.checkDelay(), "the service does not know it yet");
            } else {
                hold(submission, "the service does not know " + submission.batchId() + " any more");
            }
            return;
        }
        if (batch.hasEnded()) {
            store.ledger().ended(submission.nonce());
            store.ledger().release(submission.nonce(), store.node(), store.now(), null);
            store.events().reached(BatchStep.ENDED, submission.nonce());
        } else {
            later(submission, nextCheck(submission.submittedAt()), null);
        }
    }

    private static boolean isGone(ClaudeException failure) {
        return failure.statusCode().orElse(0) == 404;
    }

    private Duration nextCheck(Instant since) {
        return settings.nextCheck(Duration.between(since, store.now()));
    }

    private void later(Submission submission, Duration wait, String reason) {
        store.ledger().release(submission.nonce(), store.node(), store.now().plus(wait), reason);
    }

    private void hold(Submission submission, String reason) {
        store.ledger().held(submission.nonce(), reason);
        store.events().held(submission.nonce(), reason);
    }
}
