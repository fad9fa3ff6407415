/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.triage;

import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ErrorClass;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;

/** What is kept of a row that could not be answered: why, whether trying again may help, and the row itself. */
public class Rejection {

    /**
     * @param failure why it failed
     * @param row     the row as it was read
     * @return the rejection, as a map to be written as JSON
     */
    public Map<String, Object> of(
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure, @ExchangeProperty("row") Object row) {
        Map<String, Object> rejection = new LinkedHashMap<>();
        rejection.put("reason", failure.getMessage());
        rejection.put("errorClass", errorClass(failure).label());
        rejection.put("worthAnotherTry", errorClass(failure).retryable());
        rejection.put("row", row);
        return rejection;
    }

    private static ErrorClass errorClass(Exception failure) {
        return failure instanceof ClaudeException known ? known.errorClass() : ErrorClass.INVALID;
    }
}
