/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

/**
 * What the endpoint says about its calls; a header of the message may say otherwise.
 *
 * @param model        the model
 * @param maxTokens    the longest answer in tokens
 * @param system       the system prompt, or null
 * @param outputSchema the schema of the answer, or null
 * @param parsed       whether the answer is handed on as a parsed value instead of text
 */
public record CallDefaults(String model, long maxTokens, String system, OutputSchema outputSchema, boolean parsed) {

    /** Whether the answer has to be JSON. */
    boolean wantsJson() {
        return parsed || outputSchema != null;
    }
}
