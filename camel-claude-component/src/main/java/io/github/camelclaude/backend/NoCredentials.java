/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import io.github.camelclaude.resilience.ClaudeAuthenticationException;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ClaudeTransportException;
import io.github.camelclaude.resilience.ErrorClass;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.function.Predicate;

/**
 * Says that a platform's credentials could not be had, so that nothing was sent. Mostly that stays so until somebody mends it,
 * and is never retried; a server of tokens that can't be reached may come back, and is.
 */
final class NoCredentials {

    private static final int LONGEST_REASON = 500;
    private static final int DEEPEST = 20;

    private final SpokenName name;
    private final String remedy;
    private final Predicate<Throwable> passing;

    /**
     * @param remedy  what to do about it
     * @param passing what the platform itself knows to be of a moment, beside failures of the network
     */
    NoCredentials(SpokenName name, String remedy, Predicate<Throwable> passing) {
        this.name = name;
        this.remedy = remedy;
        this.passing = passing;
    }

    ClaudeException because(Throwable failure) {
        String text = "%s has no credentials: %s. Nothing was sent; ".formatted(name.first(), reason(failure));
        return isPassing(failure)
                ? ClaudeTransportException.unsent(
                        ErrorClass.NETWORK, text + "try again, or see whether what gives them is there", failure)
                : new ClaudeAuthenticationException(text + remedy, failure);
    }

    private boolean isPassing(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof SocketException
                    || cause instanceof SocketTimeoutException
                    || cause instanceof UnknownHostException
                    || passing.test(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** The first line: what follows may be an answer of anybody. */
    private static String reason(Throwable failure) {
        String said = failure.getMessage() == null ? "" : failure.getMessage().strip();
        String line = said.lines().findFirst().orElse(failure.getClass().getSimpleName());
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "...";
    }
}
