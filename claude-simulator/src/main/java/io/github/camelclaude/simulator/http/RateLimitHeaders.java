/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.limit.Dimension;
import io.github.camelclaude.simulator.limit.LimitPath;
import io.github.camelclaude.simulator.limit.Standing;
import io.github.camelclaude.simulator.time.SimulatorClock;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * {@code anthropic-ratelimit-*}: limits as configured, what remains (tokens to the nearest thousand), and when everything
 * will have been replenished, as an instant in whole seconds, rounded up. The fast mode has headers of its own, for tokens
 * only.
 */
final class RateLimitHeaders {

    private static final String USUAL = "anthropic-ratelimit-";
    private static final String FAST = "anthropic-fast-";
    private static final long SKEW = Duration.ofHours(1).toNanos();

    private final MultiMap headers;
    private final long now;

    private RateLimitHeaders(MultiMap headers, long now) {
        this.headers = headers;
        this.now = now;
    }

    static void write(MultiMap headers, LimitPath path, boolean fast, long now) {
        RateLimitHeaders writer = new RateLimitHeaders(headers, now);
        String prefix = fast ? FAST : USUAL;
        if (!fast) {
            writer.write(prefix, Dimension.REQUESTS, path.tightest(Dimension.REQUESTS, now));
        }
        writer.write(prefix, Dimension.INPUT_TOKENS, path.tightest(Dimension.INPUT_TOKENS, now));
        writer.write(prefix, Dimension.OUTPUT_TOKENS, path.tightest(Dimension.OUTPUT_TOKENS, now));
        if (!fast) {
            writer.write(prefix, Dimension.TOKENS, path.combined(now));
        }
    }

    /** As a fault wants them. */
    static void write(Reply reply, LimitPath path, boolean fast, Fault fault, long now) {
        MultiMap headers = reply.response().headers();
        if (fault == Fault.MISSING_HEADERS || fault == Fault.RATE_LIMIT_BARE) {
            reply.forgetService();
            return;
        }
        write(headers, path, fast, fault == Fault.RESET_SKEW ? now - SKEW : now);
        if (fault == Fault.GARBAGE_HEADERS) {
            headers.set(USUAL + "requests-limit", "many");
            headers.set(USUAL + "requests-remaining", "-17");
            headers.set(USUAL + "requests-reset", "yesterday");
            headers.set(USUAL + "input-tokens-remaining", "1e99");
            headers.set(USUAL + "output-tokens-limit", "");
            headers.set(USUAL + "tokens-reset", "0000-00-00T99:99:99Z");
            headers.set("retry-after", "soon");
        }
    }

    private void write(String prefix, Dimension dimension, Standing standing) {
        if (standing == null) {
            return;
        }
        String name = prefix + dimension.headerName();
        long remaining = dimension.isRounded() ? standing.remainingRounded() : Math.max(0, standing.remaining());
        headers.set(name + "-limit", Long.toString(standing.limit()));
        headers.set(name + "-remaining", Long.toString(remaining));
        headers.set(name + "-reset", reset(standing));
    }

    private String reset(Standing standing) {
        long until = standing.nanosUntilFull() == Long.MAX_VALUE ? 0 : standing.nanosUntilFull();
        return SimulatorClock.toInstant(now + until + 999_999_999L)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }
}
