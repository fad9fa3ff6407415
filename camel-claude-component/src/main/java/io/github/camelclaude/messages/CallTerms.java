/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.call.WaitTerms;
import io.github.camelclaude.rate.Priority;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** How the call of an exchange waits: as its endpoint says, unless a header says otherwise. */
public final class CallTerms {

    private final CallSettings settings;

    CallTerms(CallSettings settings) {
        this.settings = settings;
    }

    WaitTerms of(Exchange exchange) {
        WaitSettings waiting = settings.waiting();
        Message message = exchange.getMessage();
        return new WaitTerms(
                header(message, ClaudeConstants.PRIORITY)
                        .map(value -> priority(ClaudeConstants.PRIORITY, value))
                        .orElse(waiting.priority()),
                header(message, ClaudeConstants.FAIRNESS_KEY).orElse(waiting.fairnessKey()),
                waiting.queueTimeout(),
                waiting.whenFull(),
                exchange.isTransacted() ? waiting.transactedMaxWait() : null);
    }

    private Optional<String> header(Message message, String name) {
        return settings.allowedHeaders().contains(name)
                ? Optional.ofNullable(message.getHeader(name, String.class))
                        .map(String::strip)
                        .filter(value -> !value.isEmpty())
                : Optional.empty();
    }

    /** @throws ClaudeInvalidRequestException if it is none */
    static Priority priority(String header, String value) {
        return find(value)
                .orElseThrow(() -> new ClaudeInvalidRequestException(HeaderMapping.named(header, value)
                        + " must be one of critical, high, normal and low. Nothing was sent"));
    }

    /** The priority of this name, whatever its case. */
    public static Optional<Priority> find(String label) {
        String lowerCase = label.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(Priority.values())
                .filter(priority -> priority.label().equals(lowerCase))
                .findFirst();
    }
}
