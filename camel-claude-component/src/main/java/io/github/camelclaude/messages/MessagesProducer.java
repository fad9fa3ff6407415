/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import com.anthropic.models.messages.MessageCreateParams;
import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.call.CallOutcome;
import io.github.camelclaude.call.CallPath;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ClaudeRateLimitException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * {@code to("claude:messages")}: one exchange, one call. The calling thread is free as soon as the request is built; the
 * route goes on on the component's worker pool when the answer is there. The callback is called exactly once on every
 * path, and nothing is ever thrown out of {@link #process}.
 */
public final class MessagesProducer extends DefaultAsyncProducer {

    private final Supplier<CallPath> callPath;
    private final RequestBuilder requests;
    private final AnswerWriter answers;

    public MessagesProducer(Endpoint endpoint, CallDefaults defaults, Supplier<CallPath> callPath) {
        super(endpoint);
        this.callPath = callPath;
        this.requests = new RequestBuilder(defaults);
        this.answers = new AnswerWriter(defaults);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        CompletionStage<CallOutcome> call;
        try {
            forgetEarlierCall(exchange);
            MessageCreateParams request = requests.build(exchange.getMessage());
            call = callPath.get().take(request);
        } catch (RuntimeException e) {
            fail(exchange, e);
            callback.done(true);
            return true;
        }
        call.whenComplete((outcome, failure) -> {
            finish(exchange, outcome, failure);
            callback.done(false);
        });
        return false;
    }

    private void forgetEarlierCall(Exchange exchange) {
        answers.clear(exchange.getMessage());
        exchange.removeProperty(ClaudeConstants.ERROR_CATEGORY);
        exchange.removeProperty(ClaudeConstants.ERROR_CLASS);
        if (exchange.removeProperty(ClaudeConstants.RETRY_AFTER_MILLIS) != null) {
            exchange.getMessage().removeHeader(Exchange.REDELIVERY_DELAY);
        }
    }

    private void finish(Exchange exchange, CallOutcome outcome, Throwable failure) {
        if (failure != null) {
            fail(exchange, failure);
            return;
        }
        try {
            answers.write(outcome, exchange.getMessage());
        } catch (RuntimeException e) {
            fail(exchange, e);
        }
    }

    private static void fail(Exchange exchange, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        exchange.setException(cause);
        if (cause instanceof ClaudeException known) {
            exchange.setProperty(ClaudeConstants.ERROR_CLASS, known.errorClass().label());
            exchange.setProperty(
                    ClaudeConstants.ERROR_CATEGORY,
                    known.errorClass().category().name());
        }
        if (cause instanceof ClaudeRateLimitException limited) {
            limited.retryAfter().ifPresent(wait -> askToWait(exchange, wait.toMillis()));
        }
    }

    /** The header is how Camel's redelivery is told a delay; it drops the header again before the next attempt. */
    private static void askToWait(Exchange exchange, long millis) {
        exchange.setProperty(ClaudeConstants.RETRY_AFTER_MILLIS, millis);
        exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, millis);
    }
}
