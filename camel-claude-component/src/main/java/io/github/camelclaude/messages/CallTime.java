/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.call.Call;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import io.github.camelclaude.resilience.ClaudeRefusedException;
import io.github.camelclaude.resilience.ErrorClass;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Message;

/** How long a call may take: {@code callTimeout}, or less if its message says until when the answer is wanted. */
public final class CallTime {

    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final CallSettings settings;

    public CallTime(CallSettings settings) {
        this.settings = settings;
    }

    /**
     * @throws ClaudeInvalidRequestException if the header is no instant
     * @throws ClaudeRefusedException        if the deadline has passed
     */
    public Duration of(Message message, Instant now) {
        Call.Time time = timeOf(message, now);
        if (time.deadline() == null) {
            return time.timeout();
        }
        Duration left = Duration.between(now, time.deadline());
        return left.compareTo(time.timeout()) < 0 ? left : time.timeout();
    }

    /** The same for a call that may have to wait before it begins. */
    Call.Time timeOf(Message message, Instant now) {
        Object value = settings.allowedHeaders().contains(ClaudeConstants.DEADLINE)
                ? message.getHeader(ClaudeConstants.DEADLINE)
                : null;
        if (value == null) {
            return new Call.Time(settings.callTimeout(), settings.attemptTimeout(), null);
        }
        Instant deadline = instant(ClaudeConstants.DEADLINE, value);
        Duration left = Duration.between(now, deadline);
        if (left.compareTo(SHORTEST) < 0) {
            throw new ClaudeRefusedException(
                    ErrorClass.DEADLINE,
                    "The deadline " + value + " (header " + ClaudeConstants.DEADLINE
                            + ") has passed. Nothing was sent");
        }
        return new Call.Time(settings.callTimeout(), settings.attemptTimeout(), deadline);
    }

    static Instant instant(String header, Object value) {
        if (value instanceof Instant instant) {
            return instant;
        }
        String text = value.toString().strip();
        try {
            return text.matches("\\d{1,15}") ? Instant.ofEpochMilli(Long.parseLong(text)) : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new ClaudeInvalidRequestException(HeaderMapping.named(header, value)
                    + " must be an instant in ISO 8601, such as 2026-11-24T08:00:00Z, or milliseconds since 1970."
                    + " Nothing was sent");
        }
    }
}
