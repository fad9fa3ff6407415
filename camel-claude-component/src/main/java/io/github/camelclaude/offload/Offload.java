/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.offload;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.batch.CallIntake;
import io.github.camelclaude.batch.CallIntake.Item;
import io.github.camelclaude.call.Call;
import io.github.camelclaude.call.CallOutcome;
import io.github.camelclaude.call.CallPath;
import io.github.camelclaude.call.Continuation;
import io.github.camelclaude.call.Where;
import io.github.camelclaude.messages.Overflow;
import io.github.camelclaude.messages.ResponseFormat;
import io.github.camelclaude.offload.WaitingExchanges.Waiter;
import io.github.camelclaude.rate.Outcome;
import io.github.camelclaude.rate.Priority;
import io.github.camelclaude.rate.Quote;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import io.github.camelclaude.resilience.ClaudeRefusedException;
import io.github.camelclaude.resilience.ErrorClass;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.service.ServiceHelper;

/**
 * The calls of an endpoint that go into batches by themselves: those of low priority at once, others if they would have to wait
 * for long; none whose answer is wanted earlier than a batch may take. An exchange goes on when the ledger has its call, and its
 * answer comes to the endpoint for answers, after a restart too; an InOut exchange may wait for its answer.
 *
 * <p>A call stays that a batch can't make as it was meant: one with a ticket, with tools, with backends that its message narrows,
 * or with what the API refuses in a batch. So does one that the money forbids.
 */
public final class Offload implements Overflow {

    /** After so long a batch expires: an answer that is wanted earlier may not come. */
    public static final Duration LONGEST_BATCH = Duration.ofHours(24);

    private final OffloadSettings settings;
    private final Where where;
    private final ResponseFormat format;
    private final Parts parts;
    private int users;
    private volatile Running running;
    private volatile boolean stopping;

    /**
     * What it is made of.
     *
     * @param callPath     the way of those that stay
     * @param intake       takes in what was collected
     * @param consumer     hands on what comes out of the batches
     * @param continuation hands results to the routes
     * @param timer        tells the time; never blocked
     * @param writers      wait for the ledger
     * @param waiting      the exchanges of all endpoints that wait
     * @param counted      how many calls have gone into batches
     * @param all          those that run
     */
    public record Parts(
            Supplier<CallPath> callPath,
            CallIntake intake,
            Consuming consumer,
            Supplier<Continuation> continuation,
            Supplier<ScheduledExecutorService> timer,
            Executor writers,
            WaitingExchanges waiting,
            LongAdder counted,
            Set<Offload> all) {}

    /** Makes the consumer of the batches. */
    @FunctionalInterface
    public interface Consuming {
        /** @param processor gets each result, with the answer as the type of the SDK */
        Consumer with(Processor processor) throws Exception;
    }

    /** What there is while it runs. */
    private record Running(Collector collector, Consumer consumer, Answers answers) {}

    private final Endpoint endpoint;

    /**
     * @param where  what the endpoint says about backends
     * @param format what an answer becomes
     */
    public Offload(Endpoint endpoint, OffloadSettings settings, Where where, ResponseFormat format, Parts parts) {
        this.endpoint = endpoint;
        this.settings = settings;
        this.where = where;
        this.format = format;
        this.parts = parts;
    }

    @Override
    public synchronized void start() throws Exception {
        if (users == 0) {
            Answers answers =
                    new Answers(endpoint.getCamelContext().getEndpoint(settings.to()), format, parts.waiting());
            Consumer consumer = parts.consumer().with(answers);
            consumer.start();
            Collector collector =
                    new Collector(parts.intake(), settings, parts.timer().get(), parts.writers());
            stopping = false;
            running = new Running(collector, consumer, answers);
            parts.all().add(this);
        }
        users++;
    }

    @Override
    public synchronized void stop() {
        if (users == 0 || --users > 0) {
            return;
        }
        running.collector().end();
        running.consumer().stop();
        running.answers().stop();
        running = null;
        parts.all().remove(this);
        parts.waiting().giveUp(this, this::stopped);
    }

    /**
     * The context begins to stop: what was collected is written now, nobody waits for an answer any more, and no answer is handed
     * on to routes that may have stopped.
     */
    public void contextStops() {
        Running now = running;
        stopping = true;
        if (now != null) {
            now.collector().hurry();
            ServiceHelper.suspendService(now.consumer());
            parts.waiting().giveUp(this, this::stopped);
        }
    }

    @Override
    public Optional<CompletionStage<Optional<CallOutcome>>> take(Call call, Exchange exchange) {
        if (!isMovable(call)) {
            return Optional.empty();
        }
        boolean low = call.terms().priority() == Priority.LOW;
        Quote quote = parts.callPath().get().quote(call);
        boolean late = quote.expected().compareTo(settings.after()) > 0;
        if (!low && !late || quote.against() == Outcome.Reason.SPEND || quote.against() == Outcome.Reason.CLOSED) {
            return Optional.empty();
        }
        return parts.intake().params(call.request()).map(params -> {
            boolean waits = exchange.getPattern().isOutCapable();
            if (waits) {
                requireWait(exchange, low ? null : quote.expected());
            }
            Item item = CallIntake.item(
                    exchange.getMessage(),
                    exchange.getExchangeId(),
                    params,
                    settings.context(),
                    call.plan().prefix());
            return waits ? answer(item, call, exchange) : accept(item, exchange);
        });
    }

    private boolean isMovable(Call call) {
        Instant deadline = call.time().deadline();
        return call.ticket() == null
                && call.where().equals(where)
                && !call.request().body().containsKey("tools")
                && (deadline == null || deadline.isAfter(Instant.now().plus(LONGEST_BATCH)));
    }

    /** @param expected how long it would have to wait; null if that is not why */
    private void requireWait(Exchange exchange, Duration expected) {
        String why = expected == null
                ? "Its priority is low"
                : "It would have to wait for " + expected.toSeconds() + " s, longer than offloadAfter="
                        + settings.after().toMillis() + " ms";
        String remedy = null;
        if (settings.answerWait().isZero()) {
            remedy =
                    ", and an InOut exchange has nobody to take its answer later. Nothing was sent; set offloadWait to let it"
                            + " wait, or send it InOnly and take its answer from offloadTo";
        } else if (exchange.isTransacted()) {
            remedy =
                    ", and an InOut exchange can't wait for that while its transaction is open. Nothing was sent; send it"
                            + " InOnly and take its answer from offloadTo, or call outside of the transaction";
        }
        if (remedy != null) {
            String text = why + ", so the call would go into a batch (offload=batch)" + remedy;
            throw expected == null
                    ? new ClaudeInvalidRequestException(text)
                    : new ClaudeRefusedException(ErrorClass.QUEUE_FULL, text, expected);
        }
        if (parts.waiting().size() >= settings.mostWaiting()) {
            throw new ClaudeRefusedException(
                    ErrorClass.QUEUE_FULL,
                    parts.waiting().size() + " exchanges wait for the answers of batches, as many as may (maxQueueSize="
                            + settings.mostWaiting() + "). Nothing was sent; try again later");
        }
    }

    // InOnly: done when the ledger has it

    private CompletionStage<Optional<CallOutcome>> accept(Item item, Exchange exchange) {
        Collected call = new Collected(item, key -> {}, new CompletableFuture<>());
        collect(call, exchange);
        return parts.continuation().get().onWorkers(call.accepted()).thenApply(key -> {
            exchange.getMessage().setHeader(ClaudeConstants.OFFLOADED, true);
            exchange.getMessage().setHeader(ClaudeConstants.ITEM_KEY, key);
            return Optional.empty();
        });
    }

    private void collect(Collected call, Exchange exchange) {
        Running now = running;
        if (now == null) {
            throw new ClaudeRefusedException(
                    ErrorClass.QUEUE_FULL, "The route stops, and no call goes into a batch any more. Nothing was sent");
        }
        call.accepted().thenRun(parts.counted()::increment);
        now.collector().add(call, exchange.isTransacted());
    }

    // InOut: done when the answer is there

    private CompletionStage<Optional<CallOutcome>> answer(Item item, Call call, Exchange exchange) {
        Instant since = Instant.now();
        Waiter waiter = parts.waiting().begin(this);
        Collected collected = new Collected(item, waiter::named, new CompletableFuture<>());
        collected.accepted().whenComplete((key, failure) -> {
            if (failure == null) {
                waiter.accepted();
                endAfter(waiter, key, call);
            } else {
                waiter.giveUp(failure);
            }
        });
        collect(collected, exchange);
        return parts.continuation()
                .get()
                .onWorkers(waiter.answered())
                .thenApply(told -> Optional.of(LateOutcome.of(told, exchange, Duration.between(since, Instant.now()))));
    }

    private void endAfter(Waiter waiter, String key, Call call) {
        if (stopping) {
            waiter.giveUp(stopped(key));
            return;
        }
        Duration wait = settings.answerWait();
        if (call.time().deadline() != null) {
            Duration left = Duration.between(Instant.now(), call.time().deadline());
            wait = left.compareTo(wait) < 0 ? left : wait;
        }
        Future<?> alarm = parts.timer()
                .get()
                .schedule(
                        () -> waiter.giveUp(late(
                                "The answer was not there in offloadWait="
                                        + settings.answerWait().toMillis() + " ms",
                                key)),
                        wait.toMillis(),
                        TimeUnit.MILLISECONDS);
        waiter.answered().whenComplete((told, failure) -> alarm.cancel(false));
    }

    private ClaudeException stopped(String key) {
        return late("The route stops before the answer was there", key);
    }

    private ClaudeException late(String why, String key) {
        return new ClaudeRefusedException(
                ErrorClass.DEADLINE,
                why + ": the call is in a batch as " + key + ", and its answer will come to offloadTo="
                        + endpoint.getCamelContext().getEndpoint(settings.to()).getEndpointBaseUri()
                        + ". It will be paid; don't send it again");
    }
}
