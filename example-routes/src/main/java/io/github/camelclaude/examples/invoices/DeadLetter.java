/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.invoices;

import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ClaudeOutputException;
import io.github.camelclaude.resilience.ErrorClass;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;

/** Why an invoice was put aside, whether another try may help, and the answer, if there was one: it is paid. */
public class DeadLetter {

    /**
     * @param failure why it failed
     * @return the reason, as a map to be written as JSON
     */
    public Map<String, Object> of(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
        Map<String, Object> reason = new LinkedHashMap<>();
        reason.put("reason", failure.getMessage());
        reason.put("errorClass", errorClass(failure).label());
        reason.put("worthAnotherTry", errorClass(failure).retryable());
        if (failure instanceof ClaudeOutputException useless) {
            reason.put("stopReason", useless.stopReason());
            reason.put("answer", useless.answer());
        }
        return reason;
    }

    private static ErrorClass errorClass(Exception failure) {
        return failure instanceof ClaudeException known ? known.errorClass() : ErrorClass.INVALID;
    }
}
