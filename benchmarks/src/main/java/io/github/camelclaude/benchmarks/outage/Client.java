/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks.outage;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** One way to call Claude that tries again by itself. All of them send the same prompts. */
public interface Client extends AutoCloseable {

    /** How long a call may take, all its attempts together; each is told so wherever it can be told. */
    Duration DEADLINE = Duration.ofSeconds(60);

    String API_KEY = "sk-ant-benchmark";

    /**
     * Makes one call and returns without waiting for its answer.
     *
     * @return its text; who cancels it gives up on the call
     */
    CompletableFuture<String> call(String prompt);

    @Override
    void close();
}
