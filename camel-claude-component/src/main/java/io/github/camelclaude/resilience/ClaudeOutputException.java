/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.resilience;

/**
 * The service answered, the answer is paid, and it is not what was asked for: refused, truncated, or not valid JSON. The
 * answer itself is untrusted text and therefore kept out of the message; read it from {@link #answer()}.
 */
public final class ClaudeOutputException extends ClaudeException {

    private static final long serialVersionUID = 1L;

    private final String answer;
    private final String stopReason;

    /**
     * @param answer     the text of the answer as far as it came, possibly empty
     * @param stopReason why the model stopped, such as {@code max_tokens} or {@code refusal}
     */
    public ClaudeOutputException(String message, String requestId, String answer, String stopReason) {
        super(ErrorClass.OUTPUT, message, new Response(200, requestId, null, null), null);
        this.answer = answer;
        this.stopReason = stopReason;
    }

    /** The text of the answer as far as it came. */
    public String answer() {
        return answer;
    }

    /** Why the model stopped: {@code end_turn}, {@code max_tokens}, {@code refusal}, ... */
    public String stopReason() {
        return stopReason;
    }
}
