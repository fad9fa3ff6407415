/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The message batches of a backend, as <a href="https://docs.claude.com/en/api/retrieving-message-batches">its API</a> has
 * them. Each method makes one attempt, and its timeout is the longest time that may take; positive.
 */
public interface Batches {

    /**
     * Makes a batch. The file is read as it is sent, never as a whole. It is sent as it is: names of models in it are those of
     * the backend already, so whoever writes it maps them where the backend has names of its own.
     *
     * <p>A refusal tells that there is no batch. A failure of the transport tells nothing, unless nothing was sent: the
     * service may have made it.
     *
     * @param body    the body of the request, <code>{"requests":[{"custom_id":...,"params":{...}},...]}</code>, at most
     *                256 MiB; it must not change meanwhile
     * @param timeout covers sending it, too
     */
    CompletionStage<BatchState> create(Path body, Duration timeout);

    /** How a batch stands. */
    CompletionStage<BatchState> retrieve(String id, Duration timeout);

    /**
     * Batches of the key's workspace, the newest first.
     *
     * @param after the last one of the page before; empty for the first page
     * @param most  how many, from 1 to 1,000
     */
    CompletionStage<BatchPage> list(Optional<String> after, int most, Duration timeout);

    /** Asks that what has not begun be left undone. What has been done can still be fetched when the batch has ended. */
    CompletionStage<BatchState> cancel(String id, Duration timeout);

    /** Deletes a batch that has ended, results included. */
    CompletionStage<Deleted> delete(String id, Duration timeout);

    /**
     * What became of the items of a batch that has ended, in any order.
     *
     * @param timeout until the first byte; where nothing more comes for as long, or up to twice that, reading the lines fails
     */
    CompletionStage<Results> results(String id, Duration timeout);

    /** @param simulated whether a simulator said so */
    record Deleted(String id, boolean simulated) {}

    /**
     * @param lines     a JSON object per line, as they come in: they are not in memory; whoever takes it closes it
     * @param simulated whether a simulator wrote them
     */
    record Results(InputStream lines, boolean simulated) {}
}
