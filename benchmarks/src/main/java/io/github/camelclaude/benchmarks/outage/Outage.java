/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks.outage;

import io.github.camelclaude.benchmarks.load.Figures;
import io.github.camelclaude.benchmarks.load.Prompts;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.account.Attempt;
import io.github.camelclaude.simulator.answer.AnswerLength;
import io.github.camelclaude.simulator.fault.FaultPlan;
import io.github.camelclaude.simulator.limit.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * One client, a service of its own, a steady load, and a fault in the middle. The load is open: calls come whatever becomes of
 * those before. Two runs offer the same calls at the same times, and a call's first attempt meets the same luck, since the
 * simulator draws it by content and attempt.
 *
 * @param scenario the fault
 * @param rate     calls per second
 * @param before   how long all is well at first
 * @param fault    how long it is not
 * @param load     how long calls come, all together
 * @param answer   how long the service takes for one
 */
public record Outage(Scenario scenario, int rate, Duration before, Duration fault, Duration load, Duration answer) {

    /** So begins the name of a figure that counts the failed calls of one class. */
    public static final String FAILED = "failed:";

    private static final long SEED = 20_261_124;
    private static final long SECOND = 1_000_000_000;
    /** So high that the service refuses nothing; told in its headers, so that who heeds limits knows. */
    private static final Limits PLENTY = Limits.perMinute(1_000_000, 100_000_000, 100_000_000);
    /** None is cut off by {@code max_tokens}, which is an error for one and an answer for another. */
    private static final AnswerLength SHORT_ENOUGH = AnswerLength.always(60);
    /** Within it the code is compiled, and who learns limits learns them. */
    private static final Duration WARM_UP = Duration.ofSeconds(6);
    /** A client's own deadline may speak first. */
    private static final int MOST_WARM_UPS = 10;

    private static final Duration PATIENCE = Client.DEADLINE.plusSeconds(1);

    public Outage {
        if (before.plus(fault).compareTo(load) >= 0) {
            throw new IllegalArgumentException("A load of %s ends before the fault, from %s for %s; make it longer"
                    .formatted(load, before, fault));
        }
    }

    /**
     * Goes through it.
     *
     * @param whenWarm is run when the client has warmed up; the load begins when it returns
     */
    public Figures endure(Contender contender, Runnable whenWarm) throws Exception {
        try (ClaudeSimulator service = ClaudeSimulator.builder()
                        .limits(PLENTY)
                        .withoutTierSpendCap()
                        .latency(answer)
                        .answerLength(SHORT_ENOUGH)
                        .seed(SEED)
                        .start();
                SlowLine line = SlowLine.to(service.baseUrl());
                // Where nothing is slow there is no line in between.
                Client client = contender.open(scenario.slowness().isZero() ? service.baseUrl() : line.baseUrl())) {
            return new Run(service, line, client).figures(whenWarm);
        }
    }

    /** The simple name of what was thrown, without wrappers that say nothing. */
    static String nameOf(Throwable failure) {
        Throwable named = failure;
        while (named.getCause() != null
                && (named instanceof CompletionException
                        || named instanceof ExecutionException
                        || named.getClass() == RuntimeException.class)) {
            named = named.getCause();
        }
        return named instanceof CancellationException
                ? "deadline"
                : named.getClass().getSimpleName();
    }

    private final class Run {

        private final ClaudeSimulator service;
        private final SlowLine line;
        private final Client client;
        private final Prompts prompts = new Prompts();
        private final RandomGenerator random =
                RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);

        Run(ClaudeSimulator service, SlowLine line, Client client) {
            this.service = service;
            this.line = line;
            this.client = client;
        }

        Figures figures(Runnable whenWarm) throws Exception {
            warmUp();
            whenWarm.run();
            service.accounting().reset();
            Instant start = service.now();
            long startNanos = System.nanoTime();
            ScheduledExecutorService switches = Executors.newSingleThreadScheduledExecutor();
            List<Course.Call> calls = new ArrayList<>();
            try {
                switches.schedule(this::breakDown, before.toNanos(), TimeUnit.NANOSECONDS);
                switches.schedule(this::repair, before.plus(fault).toNanos(), TimeUnit.NANOSECONDS);
                for (CompletableFuture<Course.Call> call : offer(load, startNanos)) {
                    calls.add(call.get(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS));
                }
            } finally {
                switches.shutdownNow();
            }
            return new Course(
                            rate,
                            load.toNanos(),
                            before.toNanos(),
                            before.plus(fault).toNanos(),
                            calls,
                            attemptsSince(start))
                    .figures();
        }

        /** A cold client may take its own slowness for the service's: warm is who has answered everything for a while. */
        private void warmUp() throws Exception {
            for (int series = 1; ; series++) {
                Course.Call failed = null;
                for (CompletableFuture<Course.Call> warm : offer(WARM_UP, System.nanoTime())) {
                    failed = warm.get().isAnswered() ? failed : warm.get();
                }
                if (failed == null) {
                    return;
                }
                if (series == MOST_WARM_UPS) {
                    throw new IllegalStateException("A call failed before the outage: " + failed);
                }
            }
        }

        private void breakDown() {
            line.slowness(scenario.slowness());
            service.faults(FaultPlan.seeded(SEED).with(scenario.fault(), scenario.probability()));
        }

        private void repair() {
            service.faults(FaultPlan.none());
            line.slowness(Duration.ZERO);
        }

        private Moments attemptsSince(Instant start) {
            return new Moments(service.accounting().attemptsByContent().values().stream()
                    .flatMap(content -> content.attempts().stream())
                    .map(Attempt::arrivedAt)
                    .mapToLong(arrival -> Duration.between(start, arrival).toNanos())
                    .toArray());
        }

        /** One call in each equal part of a second, anywhere in it. */
        private List<CompletableFuture<Course.Call>> offer(Duration time, long begin) {
            List<CompletableFuture<Course.Call>> offered = new ArrayList<>();
            long part = SECOND / rate;
            for (long slot = begin; slot - begin < time.toNanos(); slot += part) {
                long due = slot + random.nextLong(part);
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                offered.add(one(due, begin));
            }
            return offered;
        }

        private static String failureOf(String answer, Throwable failure) {
            if (failure != null) {
                return nameOf(failure);
            }
            return answer == null || answer.isBlank() ? "empty" : null;
        }

        private CompletableFuture<Course.Call> one(long due, long begin) {
            long made = System.nanoTime();
            CompletableFuture<String> call = client.call(prompts.next());
            CompletableFuture<Course.Call> ended = call.handle((answer, failure) ->
                    new Course.Call(due - begin, made - begin, System.nanoTime() - begin, failureOf(answer, failure)));
            CompletableFuture.delayedExecutor(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)
                    .execute(() -> call.cancel(true));
            return ended;
        }
    }
}
