/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import io.github.camelclaude.call.Where;
import io.github.camelclaude.resilience.RetryRules;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * What an endpoint says about its calls.
 *
 * @param defaults       the fields of a request as the API names them; body and headers of a message may say otherwise
 * @param bodyFormat     what a message body is taken for
 * @param allowedHeaders the headers of a message that are read
 * @param allowedFields  the fields that a request in a message body may set
 * @param responseFormat what the answer becomes
 * @param outputSchema   what an answer must follow, or null
 * @param failOn         which answers are failures
 * @param callTimeout    the longest time a call may take
 * @param attemptTimeout the longest time an attempt may take
 * @param retries        how often calls are tried again
 * @param where          which backends may take them
 * @param waiting        how calls wait
 * @param headerMapping  which headers from outside are read
 * @param cache          what is said about the prompt cache
 */
public record CallSettings(
        Map<String, Object> defaults,
        BodyFormat bodyFormat,
        AllowedNames allowedHeaders,
        AllowedNames allowedFields,
        ResponseFormat responseFormat,
        OutputSchema outputSchema,
        Set<FailOn> failOn,
        Duration callTimeout,
        Duration attemptTimeout,
        RetryRules retries,
        Where where,
        WaitSettings waiting,
        HeaderMapping headerMapping,
        CacheSettings cache) {

    /** The longest answer that the endpoint asks for. */
    long mostTokens() {
        return defaults.get("max_tokens") instanceof Number number ? number.longValue() : Long.MAX_VALUE;
    }

    /** Whether the answer has to be JSON. */
    boolean wantsJson() {
        return responseFormat == ResponseFormat.json || outputSchema != null;
    }
}
