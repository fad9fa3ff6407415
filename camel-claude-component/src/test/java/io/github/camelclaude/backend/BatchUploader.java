/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A process of its own that makes one batch: the base URL, the file. Ends with 0 if the service says that it has it. */
final class BatchUploader {

    private BatchUploader() {}

    public static void main(String[] arguments) {
        ExecutorService threads = Executors.newCachedThreadPool();
        BackendSettings settings = BackendSettings.anthropic(
                "anthropic", URI.create(arguments[0]), ApiKey.of("sk-ant-test"), "2026-10-21");
        try (Backend backend =
                new AnthropicApi(settings, new TransportSettings(null, null), threads, threads, threads)) {
            BatchState made = backend.batches()
                    .create(Path.of(arguments[1]), Duration.ofMinutes(2))
                    .toCompletableFuture()
                    .join();
            System.exit(made.id().equals("msgbatch_1") ? 0 : 2);
        }
    }
}
