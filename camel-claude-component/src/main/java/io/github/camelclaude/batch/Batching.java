/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import io.github.camelclaude.call.CallPath;
import io.github.camelclaude.catalog.ModelCatalog;
import io.github.camelclaude.messages.ResponseFormat;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;

/**
 * What an endpoint {@code claude:batch} is made of.
 *
 * @param store       what all of them share
 * @param callPath    how the service is asked
 * @param blocking    runs what blocks between admission and attempt
 * @param settings    what the endpoint says
 * @param mostItems   how many items a batch has at most
 * @param mostBytes   how many bytes
 * @param deadLetter  where items go that have no answer; null for nowhere
 * @param retention   how long a job is remembered
 */
public record Batching(
        Supplier<BatchStore> store,
        Supplier<CallPath> callPath,
        Executor blocking,
        BatchSettings settings,
        int mostItems,
        long mostBytes,
        Endpoint deadLetter,
        Duration retention) {

    /** Takes jobs in. */
    public Producer producer(Endpoint endpoint, ItemSettings items) {
        return new BatchIntakeProducer(
                endpoint,
                items,
                store,
                settings.name(),
                limits(),
                deadLetters(),
                loop(endpoint.getCamelContext(), endpoint));
    }

    /** Takes in calls that others have collected. */
    public CallIntake calls(boolean sampling) {
        return new CallIntake(store, settings.name(), limits(), new ItemRules(sampling));
    }

    /** Hands results on. */
    public Consumer consumer(
            Endpoint endpoint,
            Processor processor,
            ResponseFormat format,
            boolean inOrder,
            boolean together,
            boolean adopts,
            ModelCatalog catalog,
            Savings savings) {
        return new BatchConsumer(
                endpoint,
                processor,
                store,
                settings,
                new BatchConsumer.Handing(format, inOrder, together, adopts, limits()),
                catalog,
                savings,
                deadLetters(),
                loop(endpoint.getCamelContext(), endpoint),
                this::calls);
    }

    private DispatchLoop loop(CamelContext context, Object owner) {
        return new DispatchLoop(
                context, owner, store, shared -> new Dispatch(shared, settings, calls()), new Housekeeping(retention));
    }

    private BatchCalls calls() {
        return new BatchCalls(callPath, blocking, settings.where(), settings.timeout());
    }

    private SpoolLimits limits() {
        return new SpoolLimits(mostItems, mostBytes);
    }

    private DeadLetters deadLetters() {
        return deadLetter == null ? null : new DeadLetters(deadLetter);
    }
}
