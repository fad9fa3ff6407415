/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.races;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lets threads use a limiter, one interleaving per seed, and looks for an order of their operations in which
 * {@link LimiterModel} gives the same results: an operation that ended before another began stays before it. If there is no
 * such order, something was not atomic. (Herlihy, Wing 1990.)
 */
final class Interleavings {

    private static final int THREADS = 2;
    private static final int OPERATIONS = 4;

    private static final List<BiFunction<Operations, Integer, Object>> KINDS = List.of(
            Operations::acquire,
            Operations::acquire,
            Operations::cancel,
            Operations::answered,
            Operations::release,
            Operations::refused,
            (limiter, thread) -> limiter.answerShared(),
            (limiter, thread) -> limiter.releaseShared(),
            (limiter, thread) -> limiter.reconfigure(1),
            (limiter, thread) -> limiter.reconfigure(2),
            (limiter, thread) -> limiter.jump(),
            (limiter, thread) -> limiter.picture());
    private static final List<String> NAMES = List.of(
            "acquire",
            "acquire",
            "cancel",
            "answered",
            "release",
            "refused",
            "answerShared",
            "releaseShared",
            "reconfigure(1)",
            "reconfigure(2)",
            "jump",
            "picture");

    private final Function<Turns, Operations> maker;

    /** @param maker makes the limiter of one interleaving */
    Interleavings(Function<Turns, Operations> maker) {
        this.maker = maker;
    }

    /** An operation with its result and when it was under way. */
    private record Done(int thread, int kind, int began, int ended, Object result) {

        Object on(Operations limiter) {
            return KINDS.get(kind).apply(limiter, thread);
        }

        @Override
        public String toString() {
            return "[%d-%d] thread %d %s: %s".formatted(began, ended, thread, NAMES.get(kind), result);
        }
    }

    /** The first interleaving of so many seeds that no order explains, told in words. */
    Optional<String> firstUnexplained(int seeds) {
        for (long seed = 0; seed < seeds; seed++) {
            List<List<Done>> done = run(new Random(seed));
            if (!isExplained(done, new ArrayList<>())) {
                return Optional.of("seed " + seed + ": " + done);
            }
        }
        return Optional.empty();
    }

    private List<List<Done>> run(Random chance) {
        Turns turns = new Turns(chance);
        Operations limiter = maker.apply(turns);
        AtomicInteger clock = new AtomicInteger();
        List<List<Done>> done = new ArrayList<>();
        List<Runnable> tasks = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int self = thread;
            int[] kinds = chance.ints(OPERATIONS, 0, KINDS.size()).toArray();
            List<Done> own = new ArrayList<>();
            done.add(own);
            tasks.add(() -> {
                for (int kind : kinds) {
                    int began = clock.getAndIncrement();
                    Object result = resultOf(() -> KINDS.get(kind).apply(limiter, self));
                    own.add(new Done(self, kind, began, clock.getAndIncrement(), result));
                    turns.point();
                }
            });
        }
        turns.run(tasks);
        int last = KINDS.size() - 1;
        done.add(List.of(new Done(THREADS, last, clock.get(), clock.get() + 1, limiter.picture())));
        return done;
    }

    private static Object resultOf(Supplier<Object> operation) {
        try {
            return operation.get();
        } catch (RuntimeException e) {
            return e.toString();
        }
    }

    /** Whether the rest can follow what is in order already. */
    private static boolean isExplained(List<List<Done>> rest, List<Done> ordered) {
        if (!givesSameResults(ordered)) {
            return false;
        }
        List<Done> heads = rest.stream()
                .filter(own -> !own.isEmpty())
                .map(own -> own.get(0))
                .toList();
        int firstEnd = heads.stream().mapToInt(Done::ended).min().orElse(0);
        for (Done head : heads) {
            if (head.began() <= firstEnd) {
                List<Done> longer = new ArrayList<>(ordered);
                longer.add(head);
                if (isExplained(without(rest, head), longer)) {
                    return true;
                }
            }
        }
        return heads.isEmpty();
    }

    private static boolean givesSameResults(List<Done> ordered) {
        Operations model = new LimiterModel();
        return ordered.stream().allMatch(each -> each.on(model).equals(each.result()));
    }

    private static List<List<Done>> without(List<List<Done>> rest, Done head) {
        return rest.stream()
                .map(own -> !own.isEmpty() && own.get(0) == head ? own.subList(1, own.size()) : own)
                .toList();
    }
}
