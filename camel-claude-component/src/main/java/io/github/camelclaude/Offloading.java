/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import io.github.camelclaude.batch.Batching;
import io.github.camelclaude.batch.Savings;
import io.github.camelclaude.call.CallPath;
import io.github.camelclaude.call.Where;
import io.github.camelclaude.messages.CallSettings;
import io.github.camelclaude.offload.Offload;
import io.github.camelclaude.offload.OffloadSettings;
import io.github.camelclaude.offload.WaitingExchanges;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.util.ObjectHelper;

/** What the endpoints of a component share whose calls go into batches by themselves. */
final class Offloading {

    private final ClaudeComponent component;
    private final WaitingExchanges waiting = new WaitingExchanges();
    private final LongAdder calls = new LongAdder();
    private final Set<Offload> all = ConcurrentHashMap.newKeySet();

    Offloading(ClaudeComponent component) {
        this.component = component;
    }

    /** @param batching batches of a name */
    Offload offload(
            ClaudeEndpoint endpoint,
            CallSettings call,
            Supplier<CallPath> callPath,
            Function<String, Batching> batching,
            boolean sampling) {
        ClaudeConfiguration options = endpoint.getConfiguration();
        Batching batches = batching.apply(name(options, call.where()));
        return new Offload(
                endpoint,
                new OffloadSettings(
                        Duration.ofMillis(options.getOffloadAfter()),
                        Duration.ofMillis(options.getOffloadWait()),
                        Duration.ofMillis(options.getOffloadCollect()),
                        options.getOffloadSize(),
                        call.waiting().transactedMaxWait(),
                        call.waiting().whenFull(),
                        component.getMaxQueueSize(),
                        Where.names(options.getItemContext()),
                        options.getOffloadTo()),
                call.where(),
                options.getResponseFormat(),
                new Offload.Parts(
                        callPath,
                        batches.calls(sampling),
                        processor -> endpoint.offloadConsumer(batches, processor),
                        component::continuation,
                        component::timer,
                        task -> component.ledgerThreads().execute(task),
                        waiting,
                        calls,
                        all));
    }

    /** The same after each restart. What must not go the same way has another one. */
    private static String name(ClaudeConfiguration options, Where where) {
        if (!ObjectHelper.isEmpty(options.getOffloadName())) {
            return options.getOffloadName().strip();
        }
        String all = String.join(
                "|",
                options.getOffloadTo(),
                options.getResponseFormat().name(),
                String.join(",", where.backends()),
                String.join(",", where.regions()));
        return "offload-"
                + UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8))
                        .toString()
                        .substring(0, 13);
    }

    void contextStops() {
        all.forEach(Offload::contextStops);
    }

    Map<String, Object> picture(Savings savings) {
        Map<String, Object> picture = new LinkedHashMap<>();
        picture.put("offloaded", calls.sum());
        picture.put("waitingForAnswers", waiting.size());
        picture.put("costSaved", savings.usd());
        return picture;
    }
}
