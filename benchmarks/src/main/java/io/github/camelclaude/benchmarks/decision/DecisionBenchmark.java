/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks.decision;

import com.google.common.util.concurrent.RateLimiter;
import io.github.bucket4j.Bucket;
import io.github.camelclaude.call.WallTimeline;
import io.github.camelclaude.rate.Cost;
import io.github.camelclaude.rate.Demand;
import io.github.camelclaude.rate.Dimension;
import io.github.camelclaude.rate.GroupName;
import io.github.camelclaude.rate.GroupSetup;
import io.github.camelclaude.rate.Limit;
import io.github.camelclaude.rate.Limiter;
import io.github.camelclaude.rate.LimiterListener;
import io.github.camelclaude.rate.LimiterSettings;
import io.github.camelclaude.rate.LocalLimiter;
import io.github.camelclaude.rate.Outcome.Granted;
import io.github.camelclaude.rate.Permit;
import io.github.camelclaude.rate.Priority;
import io.github.camelclaude.rate.Report;
import io.github.camelclaude.rate.Reservation;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One decision over four dimensions (requests, input, output, both together), at limits so high that nothing ever waits. Ours
 * includes the end of the permit with the actual cost; the others have four buckets and know no cost afterwards.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecisionBenchmark {

    private static final int INPUT = 1_000;
    private static final int OUTPUT = 300;
    private static final long PER_SECOND = 1_000_000_000L;
    private static final long PLENTY = 1_000_000_000_000_000L;
    private static final Cost COST = Cost.of(INPUT, OUTPUT);
    private static final GroupName GROUP = new GroupName("anthropic/organization/haiku");
    private static final Demand DEMAND = new Demand(List.of(GROUP), COST, Priority.NORMAL);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Limiter limiter = new LocalLimiter(
            new WallTimeline(timer),
            LimiterSettings.DEFAULT,
            Limiter.Groups.of(List.of(new GroupSetup(GROUP, Reservation.FIRST_PARTY, limits()))),
            LimiterListener.NONE,
            new Random(1));
    private final List<Bucket> buckets =
            Stream.generate(DecisionBenchmark::bucket).limit(4).toList();
    private final List<io.github.resilience4j.ratelimiter.RateLimiter> resilience =
            Stream.generate(DecisionBenchmark::resilience).limit(4).toList();

    @SuppressWarnings("UnstableApiUsage")
    private final List<RateLimiter> guava =
            Stream.generate(() -> RateLimiter.create(1e12)).limit(4).toList();

    private static List<Limit> limits() {
        return Stream.of(Dimension.REQUESTS, Dimension.INPUT_TOKENS, Dimension.OUTPUT_TOKENS, Dimension.TOKENS)
                .map(dimension -> Limit.perMinute(dimension, PLENTY, Limit.Source.CONFIGURED))
                .toList();
    }

    private static Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(PLENTY).refillGreedy(PER_SECOND, Duration.ofSeconds(1)))
                .build();
    }

    private static io.github.resilience4j.ratelimiter.RateLimiter resilience() {
        return io.github.resilience4j.ratelimiter.RateLimiter.of(
                "benchmark",
                RateLimiterConfig.custom()
                        .limitForPeriod(Integer.MAX_VALUE / 2)
                        .limitRefreshPeriod(Duration.ofMillis(100))
                        .timeoutDuration(Duration.ZERO)
                        .build());
    }

    /** The first call of a group passes; what is behind it has to fill. */
    @Setup
    public void fill() throws InterruptedException {
        ((Granted) limiter.acquire(DEMAND)).permit().release();
        TimeUnit.SECONDS.sleep(2);
    }

    @TearDown
    public void close() {
        limiter.close();
        timer.shutdownNow();
    }

    @Benchmark
    public boolean ours() {
        Permit permit = ((Granted) limiter.acquire(DEMAND)).permit();
        return permit.answered(COST, Report.NONE);
    }

    @Benchmark
    public boolean bucket4j() {
        return buckets.get(0).tryConsume(1)
                & buckets.get(1).tryConsume(INPUT)
                & buckets.get(2).tryConsume(OUTPUT)
                & buckets.get(3).tryConsume(INPUT + OUTPUT);
    }

    @Benchmark
    public boolean resilience4j() {
        return resilience.get(0).acquirePermission(1)
                & resilience.get(1).acquirePermission(INPUT)
                & resilience.get(2).acquirePermission(OUTPUT)
                & resilience.get(3).acquirePermission(INPUT + OUTPUT);
    }

    @Benchmark
    @SuppressWarnings("UnstableApiUsage")
    public boolean guava() {
        return guava.get(0).tryAcquire(1)
                & guava.get(1).tryAcquire(INPUT)
                & guava.get(2).tryAcquire(OUTPUT)
                & guava.get(3).tryAcquire(INPUT + OUTPUT);
    }
}
