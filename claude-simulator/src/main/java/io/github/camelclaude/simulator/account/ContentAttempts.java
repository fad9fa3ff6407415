/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.account;

import io.github.camelclaude.simulator.account.Ending.Answered;
import java.util.List;

/**
 * Every attempt that brought the same user content.
 *
 * @param contentKey SHA-256 of the content in UTF-8, in hexadecimal
 * @param attempts in order of arrival
 */
public record ContentAttempts(String contentKey, List<Attempt> attempts) {

    public ContentAttempts {
        attempts = List.copyOf(attempts);
    }

    /** How often a whole answer was sent for this content; more than once means that work was done twice. */
    public long answers() {
        return attempts.stream()
                .filter(attempt -> attempt.ending().orElse(null) instanceof Answered)
                .count();
    }

    /** Whether every attempt but the last failed for a reason that explains the next. */
    public boolean isExplained() {
        return attempts.stream()
                .limit(attempts.size() - 1L)
                .allMatch(attempt ->
                        attempt.ending().isPresent() && !(attempt.ending().get() instanceof Answered));
    }
}
