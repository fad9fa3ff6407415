/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.batch.ledger.Outcome;
import io.github.camelclaude.batch.ledger.Submission;
import io.github.camelclaude.batch.ledger.SubmissionState;
import io.github.camelclaude.batch.ledger.Usage;
import io.github.camelclaude.call.CallPath;
import io.github.camelclaude.catalog.ClaudeModel;
import io.github.camelclaude.catalog.ModelCatalog;
import io.github.camelclaude.catalog.TokenUsage;
import io.github.camelclaude.messages.LateAnswer;
import io.github.camelclaude.messages.ResponseFormat;
import io.github.camelclaude.resilience.ClaudeException;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.ScheduledPollConsumer;

/**
 * {@code from("claude:batch")}: one exchange for each item of a batch of the ledger that has ended, handed on until its route is
 * through and the ledger knows. On one node at a time for each batch; a batch that was left half-way goes on where it was.
 */
public final class BatchConsumer extends ScheduledPollConsumer {

    private final Supplier<BatchStore> store;
    private final BatchSettings settings;
    private final Handing handing;
    private final ModelCatalog catalog;
    private final Savings savings;
    private final DeadLetters deadLetters;
    private final DispatchLoop loop;
    private final Supplier<BatchCalls> calls;
    private Adoption adoption;

    /**
     * How items are handed on.
     *
     * @param format   what an answer becomes as a message body
     * @param inOrder  whether they come as they were handed in
     * @param together whether the route's writes through the ledger's data source and the ledger's own are one transaction
     * @param adopts   whether results of batches are handed on that others have sent
     * @param limits   how large a batch of items that are submitted again may become
     */
    record Handing(ResponseFormat format, boolean inOrder, boolean together, boolean adopts, SpoolLimits limits) {}

    BatchConsumer(
            Endpoint endpoint,
            Processor processor,
            Supplier<BatchStore> store,
            BatchSettings settings,
            Handing handing,
            ModelCatalog catalog,
            Savings savings,
            DeadLetters deadLetters,
            DispatchLoop loop,
            Supplier<BatchCalls> calls) {
        super(endpoint, processor);
        this.store = store;
        this.settings = settings;
        this.handing = handing;
        this.catalog = catalog;
        this.savings = savings;
        this.deadLetters = deadLetters;
        this.loop = loop;
        this.calls = calls;
    }

    @Override
    protected void doStart() throws Exception {
        loop.start();
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        loop.stop();
    }

    @Override
    protected int poll() throws Exception {
        BatchStore now = store.get();
        adopt(now);
        int handedOn = 0;
        while (goesOn()) {
            Optional<Submission> ended =
                    now.ledger().lease(EnumSet.of(SubmissionState.ENDED), settings.name(), now.newLease());
            if (ended.isEmpty()) {
                break;
            }
            handedOn += deliver(now, ended.get());
        }
        forceConsumerAsReady();
        return handedOn;
    }

    private void adopt(BatchStore now) throws IOException {
        if (!handing.adopts()) {
            return;
        }
        if (adoption == null) {
            adoption = new Adoption(now, settings, calls.get());
        }
        adoption.look();
    }

    private boolean goesOn() {
        return isRunAllowed() && !isSuspendingOrSuspended();
    }

    private int deliver(BatchStore now, Submission submission) throws IOException {
        Delivery delivery = new Delivery(
                now,
                settings,
                calls.get(),
                handing.inOrder(),
                handing.limits(),
                result -> take(now, result),
                this::goesOn);
        try {
            return delivery.deliver(submission);
        } catch (ClaudeException | IOException e) {
            now.ledger()
                    .release(
                            submission.nonce(),
                            now.node(),
                            now.now().plus(settings.backOff(submission.checks() + 1)),
                            e.getMessage());
            throw e;
        }
    }

    private boolean take(BatchStore now, Delivery.Result result) {
        Exchange exchange = createExchange(false);
        try {
            Optional<Savings.Answered> answered = write(exchange, result);
            Usage usage = answered.map(BatchConsumer::usage).orElse(Usage.NONE);
            boolean done;
            if (handing.together()) {
                exchange.getExchangeExtension().setTransacted(true);
                done = now.ledger().together(() -> handOn(exchange, result) && finish(now, result, usage));
            } else {
                done = handOn(exchange, result) && finish(now, result, usage);
            }
            if (done) {
                answered.ifPresent(savings::add);
            }
            return done;
        } catch (Exception e) {
            getExceptionHandler().handleException("Item " + result.key() + " could not be handed on", exchange, e);
            return false;
        } finally {
            releaseExchange(exchange, false);
        }
    }

    private static boolean finish(BatchStore now, Delivery.Result result, Usage usage) {
        now.events().reached(BatchStep.HANDED_ON, result.key());
        return now.ledger().finish(result.item().nonce(), result.item().row(), result.outcome(), usage, now.now());
    }

    private boolean handOn(Exchange exchange, Delivery.Result result) throws Exception {
        if (deadLetters != null && result.outcome() != Outcome.SUCCEEDED) {
            deadLetters.send(exchange);
        } else {
            getProcessor().process(exchange);
        }
        if (exchange.getException() != null) {
            getExceptionHandler()
                    .handleException(
                            "Item " + result.key() + " was not taken by the route; it is handed on again",
                            exchange,
                            exchange.getException());
            return false;
        }
        return !exchange.isRollbackOnly();
    }

    private Optional<Savings.Answered> write(Exchange exchange, Delivery.Result result) {
        Message message = exchange.getMessage();
        result.context().forEach((name, value) -> {
            if (!name.toLowerCase(Locale.ROOT).startsWith("camel")) {
                message.setHeader(name, value);
            }
        });
        message.setHeader(ClaudeConstants.CUSTOM_ID, result.item().callerId());
        message.setHeader(ClaudeConstants.ITEM_KEY, result.key());
        JobKeys.tell(exchange, result.item().jobKey());
        message.setHeader(ClaudeConstants.BATCH_NAME, settings.name());
        message.setHeader(ClaudeConstants.BATCH_ID, result.submission().batchId());
        message.setHeader(ClaudeConstants.RESULT_TYPE, result.outcome().label());
        message.setHeader(ClaudeConstants.ATTEMPTS, result.item().tries() + 1);
        if (result.simulated()) {
            message.setHeader(ClaudeConstants.SIMULATED, true);
        }
        if (result.line() instanceof ResultLine.Told told && told.message() != null) {
            return Optional.of(answer(message, told.message(), result));
        }
        message.setHeader(ClaudeConstants.BACKEND, result.submission().backend());
        Map<String, Object> problem = problem(result);
        message.setHeader(ClaudeConstants.REJECT_REASON, problem.get("type"));
        message.setHeader(ClaudeConstants.REJECT_MESSAGE, problem.get("message"));
        message.setBody(problem);
        return Optional.empty();
    }

    private Savings.Answered answer(
            Message message, com.anthropic.models.messages.Message answer, Delivery.Result result) {
        TokenUsage usage = CallPath.usage(answer.usage());
        Optional<ClaudeModel> model = catalog.find(answer.model().asString());
        Optional<BigDecimal> cost = model.map(known -> known.batchCost(usage));
        cost.map(ClaudeModel::savedByBatch).ifPresent(saved -> message.setHeader(ClaudeConstants.COST_SAVED, saved));
        LateAnswer.write(message, answer, handing.format(), result.submission().backend(), cost, result.simulated());
        return new Savings.Answered(prefix(result), model.orElse(null), usage);
    }

    private static String prefix(Delivery.Result result) {
        return result.context().get(ClaudeConstants.CACHE_PREFIX) instanceof String name ? name : "";
    }

    /** As the ledger keeps it. */
    private static Usage usage(Savings.Answered item) {
        long microUsd = item.model() == null
                ? 0
                : item.model().batchCost(item.usage()).movePointRight(6).longValue();
        return new Usage(item.usage().input(), item.usage().output(), microUsd);
    }

    private static Map<String, Object> problem(Delivery.Result result) {
        Map<String, Object> problem = new LinkedHashMap<>();
        if (result.line() instanceof ResultLine.Told told && told.error() != null) {
            problem.put("type", told.error().type());
            problem.put("message", told.error().message());
            problem.put("requestId", told.error().requestId());
        } else if (result.line() instanceof ResultLine.Unreadable unreadable) {
            problem.put("type", "unreadable");
            problem.put("message", "The service's answer can't be read: " + unreadable.why());
            problem.put("line", unreadable.line());
        } else if (result.line() == null) {
            problem.put("type", "missing");
            problem.put(
                    "message",
                    "The results of the batch are gone or do not mention the item, which may have been paid");
        } else {
            problem.put("type", result.outcome().label());
            problem.put(
                    "message",
                    result.outcome() == Outcome.EXPIRED
                            ? "The batch expired before the item's turn came; nothing was paid"
                            : "The batch was cancelled before the item's turn came; nothing was paid");
        }
        return problem;
    }
}
