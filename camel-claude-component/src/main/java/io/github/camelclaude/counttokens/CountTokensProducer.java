/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.counttokens;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.backend.ClaudeRequest;
import io.github.camelclaude.backend.TokenCount;
import io.github.camelclaude.call.CallPath;
import io.github.camelclaude.call.Where;
import io.github.camelclaude.messages.CallEnd;
import io.github.camelclaude.messages.CallSettings;
import io.github.camelclaude.messages.CallTime;
import io.github.camelclaude.messages.RequestBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * {@code to("claude:count-tokens")}: the message is taken for a prompt exactly as {@code claude:messages} would, with
 * its cache prefix in front, its input tokens go into a header, and its body stays, so that {@code claude:messages} may follow.
 */
public final class CountTokensProducer extends DefaultAsyncProducer {

    private final CallSettings settings;
    private final String place;
    private final Supplier<CallPath> callPath;
    private final Supplier<TokenCounting> shared;
    private final Where where;
    private final CallTime callTime;
    private final RequestBuilder requests;
    private volatile TokenCounting counting;

    /**
     * @param place    where is counted: what one place counted is not taken for what another would count
     * @param counting what the endpoints of a component share; asked for at each start
     */
    public CountTokensProducer(
            Endpoint endpoint,
            CallSettings settings,
            String place,
            Supplier<CallPath> callPath,
            Supplier<TokenCounting> counting) {
        super(endpoint);
        this.settings = settings;
        this.place = place;
        this.callPath = callPath;
        this.shared = counting;
        this.where = settings.where();
        this.callTime = new CallTime(settings);
        this.requests = new RequestBuilder(settings);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        counting = shared.get();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        return CallEnd.run(exchange, callback, () -> {
            Duration timeout = callTime.of(exchange.getMessage(), Instant.now());
            ClaudeRequest request =
                    settings.cache().counted(requests.peek(exchange), exchange.getMessage(), settings.allowedHeaders());
            // Who has begun ends with a reason although the endpoint stops meanwhile.
            CallPath path = callPath.get();
            return counting.count((counted, left) -> path.countTokens(counted, where, left), place, request, timeout)
                    .thenAccept(count -> write(exchange, count));
        });
    }

    private static void write(Exchange exchange, TokenCount count) {
        exchange.getMessage().setHeader(ClaudeConstants.INPUT_TOKENS, count.inputTokens());
        if (count.simulated()) {
            exchange.getMessage().setHeader(ClaudeConstants.SIMULATED, true);
        }
    }
}
