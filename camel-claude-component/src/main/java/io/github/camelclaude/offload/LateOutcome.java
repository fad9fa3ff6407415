/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.offload;

import com.anthropic.models.messages.Message;
import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.backend.BackendAnswer;
import io.github.camelclaude.call.CallOutcome;
import io.github.camelclaude.call.CallPath;
import io.github.camelclaude.call.CallWay;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import io.github.camelclaude.resilience.ClaudeRefusedException;
import io.github.camelclaude.resilience.ClaudeServerException;
import io.github.camelclaude.resilience.ErrorClass;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;

/** What came from a batch, as the outcome of the call that an exchange has waited for. */
final class LateOutcome {

    private static final List<String> TOLD = List.of(
            ClaudeConstants.OFFLOADED,
            ClaudeConstants.CUSTOM_ID,
            ClaudeConstants.ITEM_KEY,
            ClaudeConstants.BATCH_ID,
            ClaudeConstants.BATCH_NAME,
            ClaudeConstants.RESULT_TYPE,
            ClaudeConstants.COST_SAVED);

    private LateOutcome() {}

    /**
     * @param told     what came from the batch
     * @param exchange gets its headers
     * @param waited   how long it waited
     * @throws ClaudeException if it is no answer
     */
    static CallOutcome of(org.apache.camel.Message told, Exchange exchange, Duration waited) {
        TOLD.stream()
                .filter(name -> told.getHeader(name) != null)
                .forEach(name -> exchange.getMessage().setHeader(name, told.getHeader(name)));
        if (!(told.getBody() instanceof Message answer)) {
            throw failure(told);
        }
        return new CallOutcome(
                new BackendAnswer(
                        answer,
                        Optional.empty(),
                        told.getHeader(ClaudeConstants.SIMULATED, false, Boolean.class),
                        Map.of()),
                told.getHeader(ClaudeConstants.BACKEND, String.class),
                CallPath.usage(answer.usage()),
                Optional.ofNullable(told.getHeader(ClaudeConstants.COST, BigDecimal.class)),
                new CallWay(null, waited, told.getHeader(ClaudeConstants.ATTEMPTS, 1, Integer.class)));
    }

    private static ClaudeException failure(org.apache.camel.Message told) {
        String type = told.getHeader(ClaudeConstants.RESULT_TYPE, String.class);
        String reason = told.getHeader(ClaudeConstants.REJECT_REASON, String.class);
        String text = "The call was in batch " + told.getHeader(ClaudeConstants.BATCH_ID) + " and has no answer ("
                + type + "): " + reason + ": " + told.getHeader(ClaudeConstants.REJECT_MESSAGE);
        if (!"errored".equals(type)) {
            return new ClaudeRefusedException(ErrorClass.DEADLINE, text);
        }
        return "invalid_request_error".equals(reason) || "not_found_error".equals(reason)
                ? new ClaudeInvalidRequestException(ErrorClass.INVALID, text, null)
                : new ClaudeServerException(text, null);
    }
}
