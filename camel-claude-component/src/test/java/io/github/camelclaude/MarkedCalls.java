/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import io.github.camelclaude.backend.ClaudeRequest;
import io.github.camelclaude.call.Call;
import io.github.camelclaude.call.CallOutcome;
import io.github.camelclaude.call.WaitTerms;
import io.github.camelclaude.call.WhenFull;
import io.github.camelclaude.call.Where;
import io.github.camelclaude.prefix.CacheLife;
import io.github.camelclaude.prefix.CachePlan;
import io.github.camelclaude.rate.Priority;
import io.github.camelclaude.resilience.RetryRules;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;

/** Calls whose prompt begins with a manual of about 10,000 tokens that is marked, and ends with a question of their own. */
final class MarkedCalls {

    private static final String MANUAL = "The valve is to be closed before the pump is opened. ".repeat(800);

    private final AtomicInteger questions = new AtomicInteger();
    private final CamelContext context;
    private final String uri;

    MarkedCalls(CamelContext context, String uri) {
        this.context = context;
        this.uri = uri;
    }

    /** The next of them. */
    static Call call(String manual, String question, Duration queueTimeout, RetryRules rules) {
        String text = manual + MANUAL;
        Map<String, Object> block = Map.of("type", "text", "text", text, "cache_control", Map.of("type", "ephemeral"));
        CachePlan plan = new CachePlan(
                manual,
                List.of(new CachePlan.Point(hash(text), text.length() / 4)),
                List.of(new CachePlan.Mark(0, CacheLife.FIVE_MINUTES)),
                1);
        ClaudeRequest request = new ClaudeRequest(Map.of(
                "model",
                "claude-sonnet-5-5",
                "max_tokens",
                64,
                "system",
                List.of(block),
                "messages",
                List.of(Map.of("role", "user", "content", question))));
        return new Call(
                request,
                plan,
                new Call.Time(Duration.ofMinutes(2), Duration.ofMinutes(1), null),
                new WaitTerms(Priority.NORMAL, "", queueTimeout, WhenFull.refuse, null),
                rules,
                Where.ANYWHERE,
                null,
                false,
                "",
                "");
    }

    Call next(String manual) {
        return call(manual, "question " + questions.incrementAndGet(), Duration.ZERO, new RetryRules(0, 0, false));
    }

    CompletableFuture<CallOutcome> send(Call call) {
        return endpoint().callPath().take(call);
    }

    ClaudeEndpoint endpoint() {
        return context.getEndpoint(uri, ClaudeEndpoint.class);
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
