/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks.outage;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The SDK's own retries off, and around it what is usually put around a client: a retry with exponential back-off and jitter,
 * three attempts as by default, and inside it a circuit breaker. The order is that of Resilience4j's documentation, the
 * breaker's settings those of its example; by default it would look at 100 calls and stay open for a minute.
 */
final class GuardedSdkClient implements Client {

    private final SdkClient client;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Retry retry = Retry.of(
            "claude",
            RetryConfig.custom()
                    .intervalFunction(IntervalFunction.ofExponentialRandomBackoff())
                    .build());
    private final CircuitBreaker breaker = CircuitBreaker.of(
            "claude",
            CircuitBreakerConfig.custom()
                    .failureRateThreshold(50)
                    .slowCallRateThreshold(50)
                    .waitDurationInOpenState(Duration.ofSeconds(1))
                    .slowCallDurationThreshold(Duration.ofSeconds(2))
                    .permittedNumberOfCallsInHalfOpenState(3)
                    .minimumNumberOfCalls(10)
                    .slidingWindowType(SlidingWindowType.TIME_BASED)
                    .slidingWindowSize(5)
                    .build());

    GuardedSdkClient(String baseUrl) {
        client = SdkClient.withoutRetries(baseUrl);
    }

    @Override
    public CompletableFuture<String> call(String prompt) {
        return retry.executeCompletionStage(timer, () -> breaker.executeCompletionStage(() -> client.call(prompt)))
                .toCompletableFuture();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        client.close();
    }
}
