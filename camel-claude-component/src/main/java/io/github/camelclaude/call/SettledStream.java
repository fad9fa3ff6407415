/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import io.github.camelclaude.backend.BackendStream;
import io.github.camelclaude.backend.StreamEvent;
import io.github.camelclaude.catalog.TokenUsage;
import io.github.camelclaude.resilience.ClaudeException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A stream that settles what it cost: when its last event is read, when it fails, or when it is closed before. Then its
 * input is known from its first event, and its output is what was seen of it.
 */
final class SettledStream implements BackendStream {

    /** As the estimators have it for text that nobody has counted. */
    private static final double CHARACTERS_PER_TOKEN = 3.0;

    private static final long FRESH_NANOS = 500_000_000L;

    private final BackendStream events;
    private final Settlement settlement;
    private final Function<TokenUsage, BigDecimal> price;
    private final Consumer<TokenUsage> complete;
    private final Consumer<ClaudeException> broken;
    private final AtomicBoolean settled = new AtomicBoolean();
    private final long opened = System.nanoTime();
    private volatile TokenUsage usage;
    private volatile long characters;

    /**
     * @param price    what a usage costs in USD, or null if nobody knows
     * @param complete is told the usage of an answer that was read to its end
     * @param broken   is told why it was not, if the backend broke it off
     */
    SettledStream(
            BackendStream events,
            Settlement settlement,
            Function<TokenUsage, BigDecimal> price,
            Consumer<TokenUsage> complete,
            Consumer<ClaudeException> broken) {
        this.events = events;
        this.settlement = settlement;
        this.price = price;
        this.complete = complete;
        this.broken = broken;
    }

    @Override
    public String requestId() {
        return events.requestId();
    }

    @Override
    public boolean isSimulated() {
        return events.isSimulated();
    }

    @Override
    public Map<String, String> headers() {
        return events.headers();
    }

    @Override
    public boolean hasNext() {
        try {
            boolean more = events.hasNext();
            if (!more) {
                settleWhatWasSeen(null);
            }
            return more;
        } catch (RuntimeException e) {
            settleWhatWasSeen(e);
            throw e;
        }
    }

    @Override
    public StreamEvent next() {
        StreamEvent event;
        try {
            event = events.next();
        } catch (RuntimeException e) {
            settleWhatWasSeen(e);
            throw e;
        }
        note(event);
        return event;
    }

    private void note(StreamEvent event) {
        characters += StreamUsage.characters(event);
        switch (event.type()) {
            case "message_start" -> {
                usage = StreamUsage.after(TokenUsage.of(0, 0), event);
                settlement.began(isFresh() ? events.headers() : Map.of(), usage);
            }
            case "message_delta" -> usage = StreamUsage.after(usage == null ? TokenUsage.of(0, 0) : usage, event);
            case "message_stop" -> settleAll();
            default -> {}
        }
    }

    /** Headers tell how things were when they were sent; a reader may come much later. */
    private boolean isFresh() {
        return System.nanoTime() - opened < FRESH_NANOS;
    }

    private void settleAll() {
        if (usage != null && settled.compareAndSet(false, true)) {
            settlement.answered(usage, price.apply(usage), Map.of());
            complete.accept(usage);
        }
    }

    private void settleWhatWasSeen(RuntimeException failure) {
        if (!settled.compareAndSet(false, true)) {
            return;
        }
        if (failure instanceof ClaudeException known) {
            broken.accept(known);
        }
        TokenUsage seen = usage;
        if (seen == null) {
            settlement.failed(failure instanceof ClaudeException ? failure : new CancellationException());
            return;
        }
        long output = Math.max(seen.output(), Math.round(characters / CHARACTERS_PER_TOKEN));
        TokenUsage soFar =
                new TokenUsage(seen.input(), seen.cacheRead(), seen.cacheWrite5m(), seen.cacheWrite1h(), output);
        settlement.answered(soFar, price.apply(soFar), Map.of());
    }

    @Override
    public void close() {
        try {
            events.close();
        } finally {
            settleWhatWasSeen(null);
        }
    }
}
