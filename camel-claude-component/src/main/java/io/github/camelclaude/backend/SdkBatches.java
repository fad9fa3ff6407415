/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import com.anthropic.core.RequestOptions;
import com.anthropic.core.http.HttpRequestBody;
import com.anthropic.core.http.HttpResponseFor;
import com.anthropic.models.messages.batches.BatchCancelParams;
import com.anthropic.models.messages.batches.BatchCreateParams;
import com.anthropic.models.messages.batches.BatchDeleteParams;
import com.anthropic.models.messages.batches.BatchListPageAsync;
import com.anthropic.models.messages.batches.BatchListParams;
import com.anthropic.models.messages.batches.BatchResultsParams;
import com.anthropic.models.messages.batches.BatchRetrieveParams;
import com.anthropic.models.messages.batches.MessageBatch;
import com.anthropic.models.messages.batches.MessageBatchRequestCounts;
import com.anthropic.services.async.messages.BatchServiceAsync;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Batches through the official SDK. */
final class SdkBatches implements Batches {

    /** Makes an attempt that is told its number, and classifies what it fails with. */
    interface Attempting {
        <T> CompletionStage<T> attempt(Function<String, CompletableFuture<T>> call);
    }

    /** Makes an attempt send this body instead of the one that the SDK has built. */
    interface Carrying {
        void carry(String number, HttpRequestBody body);
    }

    private final BatchServiceAsync.WithRawResponse service;
    private final Carrying carrying;
    private final Attempting attempting;

    SdkBatches(BatchServiceAsync service, Carrying carrying, Attempting attempting) {
        this.service = service.withRawResponse();
        this.carrying = carrying;
        this.attempting = attempting;
    }

    @Override
    public CompletionStage<BatchState> create(Path body, Duration timeout) {
        return attempting.attempt(number -> {
            carrying.carry(number, FileBody.of(body));
            return service.create(
                            BatchCreateParams.builder()
                                    .requests(List.of())
                                    .putAdditionalHeader(Attempts.HEADER, number)
                                    .build(),
                            within(timeout))
                    .thenApply(SdkBatches::state);
        });
    }

    @Override
    public CompletionStage<BatchState> retrieve(String id, Duration timeout) {
        return attempting.attempt(number -> service.retrieve(
                        BatchRetrieveParams.builder()
                                .messageBatchId(id)
                                .putAdditionalHeader(Attempts.HEADER, number)
                                .build(),
                        within(timeout))
                .thenApply(SdkBatches::state));
    }

    @Override
    public CompletionStage<BatchPage> list(Optional<String> after, int most, Duration timeout) {
        return attempting.attempt(number -> service.list(
                        BatchListParams.builder()
                                .afterId(after)
                                .limit(most)
                                .putAdditionalHeader(Attempts.HEADER, number)
                                .build(),
                        within(timeout))
                .thenApply(SdkBatches::page));
    }

    @Override
    public CompletionStage<BatchState> cancel(String id, Duration timeout) {
        return attempting.attempt(number -> service.cancel(
                        BatchCancelParams.builder()
                                .messageBatchId(id)
                                .putAdditionalHeader(Attempts.HEADER, number)
                                .build(),
                        within(timeout))
                .thenApply(SdkBatches::state));
    }

    @Override
    public CompletionStage<Deleted> delete(String id, Duration timeout) {
        return attempting.attempt(number -> service.delete(
                        BatchDeleteParams.builder()
                                .messageBatchId(id)
                                .putAdditionalHeader(Attempts.HEADER, number)
                                .build(),
                        within(timeout))
                .thenApply(response -> new Deleted(response.parse().id(), AnthropicApi.isSimulated(response))));
    }

    @Override
    public CompletionStage<Results> results(String id, Duration timeout) {
        return attempting.attempt(number -> service.resultsStreaming(
                        BatchResultsParams.builder()
                                .messageBatchId(id)
                                .putAdditionalHeader(Attempts.HEADER, number)
                                .build(),
                        within(timeout))
                .thenApply(response ->
                        new Results(new IdleStream(response.body(), timeout), AnthropicApi.isSimulated(response))));
    }

    private static RequestOptions within(Duration timeout) {
        return RequestOptions.builder().timeout(timeout).build();
    }

    private static BatchState state(HttpResponseFor<MessageBatch> response) {
        return state(response.parse(), AnthropicApi.isSimulated(response));
    }

    private static BatchPage page(HttpResponseFor<BatchListPageAsync> response) {
        boolean simulated = AnthropicApi.isSimulated(response);
        BatchListPageAsync page = response.parse();
        return new BatchPage(
                page.data().stream().map(batch -> state(batch, simulated)).toList(),
                page.hasMore().orElse(false),
                simulated);
    }

    private static BatchState state(MessageBatch batch, boolean simulated) {
        MessageBatchRequestCounts told = batch.requestCounts();
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("processing", told.processing());
        counts.put("succeeded", told.succeeded());
        counts.put("errored", told.errored());
        counts.put("canceled", told.canceled());
        counts.put("expired", told.expired());
        return new BatchState(
                batch.id(),
                batch.processingStatus().asString(),
                counts,
                batch.createdAt().toInstant(),
                batch.expiresAt().toInstant(),
                batch.endedAt().map(OffsetDateTime::toInstant).orElse(null),
                simulated);
    }
}
