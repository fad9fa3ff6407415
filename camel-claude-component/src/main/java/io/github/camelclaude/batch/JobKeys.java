/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import io.github.camelclaude.ClaudeConstants;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * The header that names a job. What hands a job in may say it; what comes out of a job has it, too, and must not be taken for the
 * same job when it is handed in anew: that would be known before, and left out.
 */
final class JobKeys {

    /** The property that says which key a message was only told. */
    private static final String TOLD = "CamelClaudeToldJobKey";

    private JobKeys() {}

    /** Writes down which job a message comes from. */
    static void tell(Exchange exchange, String key) {
        exchange.getMessage().setHeader(ClaudeConstants.JOB_KEY, key);
        exchange.setProperty(TOLD, key);
    }

    /** The key that whoever hands a message in wants; empty if it says none. */
    static Optional<String> wanted(Exchange exchange) {
        String key = exchange.getMessage().getHeader(ClaudeConstants.JOB_KEY, String.class);
        return key == null || key.isEmpty() || key.equals(exchange.getProperty(TOLD))
                ? Optional.empty()
                : Optional.of(key);
    }

    /** The key of what has none: the same if it is redelivered, another one where an exchange hands in more than once. */
    static String own(Exchange exchange) {
        String id = exchange.getExchangeId();
        String told = exchange.getProperty(TOLD, String.class);
        if (told == null || !told.startsWith(id)) {
            return id;
        }
        String times = told.substring(id.length());
        return id + "+" + (times.isEmpty() ? 1 : Integer.parseInt(times.substring(1)) + 1);
    }
}
