/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.cache;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.call.Call;
import io.github.camelclaude.call.CallOutcome;
import io.github.camelclaude.call.CallPath;
import io.github.camelclaude.messages.AnswerHeaders;
import io.github.camelclaude.messages.CallBuilder;
import io.github.camelclaude.messages.CallEnd;
import io.github.camelclaude.messages.CallSettings;
import io.github.camelclaude.messages.PrefixContent;
import io.github.camelclaude.prefix.CachePrefix;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * {@code to("claude:cache-prefix")}: declares a prefix for the calls that follow, from what the endpoint's options read at
 * its start and from the message's body, and writes it to the cache if asked to. The body stays as it is.
 */
public final class CachePrefixProducer extends DefaultAsyncProducer {

    private final CallSettings settings;
    private final PrefixLayers layers;
    private final boolean prewarm;
    private final Supplier<CallPath> callPath;
    private final CallBuilder calls;

    /** @param prewarm whether it is written to the cache at once */
    public CachePrefixProducer(
            Endpoint endpoint,
            CallSettings settings,
            PrefixLayers layers,
            boolean prewarm,
            Supplier<CallPath> callPath) {
        super(endpoint);
        this.settings = settings;
        this.layers = layers;
        this.prewarm = prewarm;
        this.callPath = callPath;
        this.calls = new CallBuilder(settings);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        return CallEnd.run(exchange, callback, () -> {
            CachePrefix prefix = prefix(exchange);
            settings.cache().caching().prefixes().declare(prefix);
            return prewarm ? warmUp(exchange, prefix) : CompletableFuture.completedFuture(null);
        });
    }

    private CachePrefix prefix(Exchange exchange) {
        try {
            CachePrefix.Builder builder = CachePrefix.named(name(exchange));
            layers.addTo(builder);
            builder.life(settings.cache().life());
            PrefixContent.addBody(builder, exchange, settings.bodyFormat());
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new ClaudeInvalidRequestException(e.getMessage() + ". Nothing was declared");
        }
    }

    private String name(Exchange exchange) {
        String header = settings.allowedHeaders().contains(ClaudeConstants.CACHE_PREFIX)
                ? exchange.getMessage().getHeader(ClaudeConstants.CACHE_PREFIX, String.class)
                : null;
        if (header != null && !header.isBlank()) {
            return header.strip();
        }
        if (settings.cache().prefix() == null) {
            throw new ClaudeInvalidRequestException(
                    "claude:cache-prefix has no name for what it declares: set cachePrefix, or" + " the header "
                            + ClaudeConstants.CACHE_PREFIX + ". Nothing was declared");
        }
        return settings.cache().prefix();
    }

    private CompletionStage<?> warmUp(Exchange exchange, CachePrefix prefix) {
        Call call = calls.warmUp(exchange, prefix);
        if (call.plan().marks().isEmpty()) {
            // Why is said by whoever planned it.
            return CompletableFuture.completedFuture(null);
        }
        return callPath.get().take(call).handle((outcome, failure) -> {
            if (failure == null) {
                AnswerHeaders.write(exchange.getMessage(), outcome, stopReason(outcome));
            } else {
                skipped(prefix, call.request().model(), failure);
            }
            return null;
        });
    }

    private static String stopReason(CallOutcome outcome) {
        return outcome.message().stopReason().map(Object::toString).orElse("unknown");
    }

    /** Which service has no such calls is only known when it says so. */
    private static boolean isAboutLength(ClaudeInvalidRequestException refused) {
        return refused.getMessage().contains("max_tokens");
    }

    /** Where nobody can write a cache without an answer, the first call writes it: that is no failure. */
    private void skipped(CachePrefix prefix, String model, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof ClaudeInvalidRequestException refused) {
            String why = refused.statusCode().isEmpty()
                    ? refused.getMessage()
                    : isAboutLength(refused) ? "The service refused a call without an answer (max_tokens: 0)" : null;
            if (why != null) {
                settings.cache()
                        .caching()
                        .sayOnce(
                                prefix,
                                model,
                                "PREWARM",
                                "it is not written in advance, the first call writes it. " + why);
                return;
            }
        }
        throw cause instanceof RuntimeException known ? known : new CompletionException(cause);
    }
}
