/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.gateway;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Turns how long a caller wants to wait at most ({@code x-deadline-ms}) into the instant until which it does. */
public class Deadline {

    static final String HEADER = "x-deadline-ms";

    private long usual = 10_000;
    private long longest = 15_000;

    /** @throws ClaudeInvalidRequestException if it is no number */
    public void set(Exchange exchange) {
        Message message = exchange.getMessage();
        String asked = message.getHeader(HEADER, String.class);
        if (asked != null && !asked.strip().matches("\\d{1,9}")) {
            exchange.setProperty(GatewayAnswer.BAD_HEADER, HEADER);
            throw new ClaudeInvalidRequestException("Header " + HEADER
                    + " must be a whole number of milliseconds, with up to nine digits. Nothing was sent");
        }
        long millis = asked == null ? usual : Math.min(Long.parseLong(asked.strip()), longest);
        message.setHeader(ClaudeConstants.DEADLINE, Instant.now().plusMillis(millis));
    }

    public long getUsual() {
        return usual;
    }

    /** For callers that do not say, in milliseconds. */
    public void setUsual(long usual) {
        this.usual = usual;
    }

    public long getLongest() {
        return longest;
    }

    /** More is not given, in milliseconds. */
    public void setLongest(long longest) {
        this.longest = longest;
    }
}
