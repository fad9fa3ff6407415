/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.gateway;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ClaudeOutputException;
import io.github.camelclaude.resilience.ClaudeRefusedException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** What the caller of the gateway is told, as maps to be written as JSON: the answer, or how it failed. */
public class GatewayAnswer {

    /** Property of the exchange: the caller's header that can't be used. The exception's message is for the caller then. */
    static final String BAD_HEADER = "badHeader";

    /** Asked of callers when Claude refuses for the moment and does not say how long to wait. */
    private static final long USUAL_WAIT_SECONDS = 5;

    /** The status of HTTP, one word for programs and a sentence for people. Nothing of ours is in them. */
    private record Failure(int status, String error, String message, boolean passes) {

        private static Failure passing(int status, String error, String message) {
            return new Failure(status, error, message, true);
        }

        private static Failure lasting(int status, String error, String message) {
            return new Failure(status, error, message, false);
        }
    }

    /** The text of the answer with what it used. */
    public Map<String, Object> success(Exchange exchange) {
        Message message = exchange.getMessage();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("answer", message.getBody(String.class));
        answer.put("stopReason", message.getHeader(ClaudeConstants.STOP_REASON));
        answer.put("inputTokens", message.getHeader(ClaudeConstants.INPUT_TOKENS));
        answer.put("outputTokens", message.getHeader(ClaudeConstants.OUTPUT_TOKENS));
        head(message, 200);
        origin(message, message::setHeader);
        return answer;
    }

    /** How the call failed, in words that tell nothing about what is behind the gateway. */
    public Map<String, Object> failure(Exchange exchange) {
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Failure failure = exchange.getProperty(BAD_HEADER) == null
                ? of(cause)
                : Failure.lasting(400, "invalid_header", cause.getMessage());
        Message message = exchange.getMessage();
        head(message, failure.status());
        if (failure.passes()) {
            Long millis = exchange.getProperty(ClaudeConstants.RETRY_AFTER_MILLIS, Long.class);
            // Rounded up: a caller that comes earlier is refused again.
            message.setHeader("Retry-After", millis == null ? USUAL_WAIT_SECONDS : (millis + 999) / 1000);
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", failure.error());
        body.put("message", failure.message());
        body.put("id", exchange.getExchangeId());
        return body;
    }

    private static Failure of(Exception failure) {
        if (!(failure instanceof ClaudeException cause)) {
            return Failure.lasting(500, "internal", "The gateway failed.");
        }
        return switch (cause.errorClass()) {
            case BUCKET, RAMP ->
                Failure.passing(429, "rate_limited", "Too many requests at the moment. Try again later.");
            case OVERLOADED, QUEUE_FULL ->
                Failure.passing(503, "overloaded", "Too much is going on at the moment. Try again later.");
            case SERVER, NETWORK -> Failure.lasting(502, "upstream_failed", "The model gave no answer. Try again.");
            case DEADLINE ->
                cause instanceof ClaudeRefusedException
                        ? Failure.passing(503, "overloaded", "It can't be answered in time at the moment.")
                        : Failure.lasting(504, "timeout", "The answer took too long.");
            case TIMEOUT -> Failure.lasting(504, "timeout", "The answer took too long.");
            case OVERSIZE -> Failure.lasting(413, "too_large", "The prompt is too long.");
            case INVALID ->
                isOurs(cause)
                        ? Failure.lasting(500, "internal", "The gateway failed.")
                        : Failure.lasting(
                                400,
                                "invalid_prompt",
                                "This must be a prompt: text, not too long, with headers as described.");
            case OUTPUT ->
                cause instanceof ClaudeOutputException output && "refusal".equals(output.stopReason())
                        ? Failure.lasting(422, "declined", "The model declined to answer this prompt.")
                        : Failure.lasting(502, "unusable_answer", "The model's answer was not complete.");
            case SPEND_CAP -> Failure.lasting(503, "unavailable", "The gateway takes no prompts at present.");
            case AUTH -> Failure.lasting(500, "internal", "The gateway failed.");
        };
    }

    /** A caller chooses the prompt only, so a model that is not there or an option that is refused is our mistake. */
    private static boolean isOurs(ClaudeException cause) {
        return cause.statusCode().isPresent() && cause.statusCode().getAsInt() == 404;
    }

    private static void head(Message message, int status) {
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    }

    /** Camel's own headers stay inside, and the caller should know all the same when nobody but a simulator answered. */
    static void origin(Message message, BiConsumer<String, String> header) {
        if (message.getHeader(ClaudeConstants.SIMULATED, false, Boolean.class)) {
            header.accept("X-Claude-Simulator", "true");
        }
    }
}
