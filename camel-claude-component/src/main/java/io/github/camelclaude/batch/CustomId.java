/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an item of ours is called at the service: {@code <nonce>-<row>}.
 *
 * @param nonce of its submission, as {@link Nonce} gives it
 * @param row   its place in its submission, from 0
 */
public record CustomId(String nonce, int row) {

    private static final Pattern FORM = Pattern.compile("([a-zA-Z0-9]{" + Nonce.LENGTH + ",53})-(0|[1-9][0-9]{0,8})");

    /** @throws IllegalArgumentException if the API would not take it, or it could not be told from others again */
    public CustomId {
        if (!FORM.matcher(nonce + "-" + row).matches()) {
            throw new IllegalArgumentException(
                    "nonce=%s and row=%d make no id: a nonce has %d to 53 letters and digits, a row is from 0 to 999999999"
                            .formatted(nonce, row, Nonce.LENGTH));
        }
    }

    /** What it says, or empty if it is not of our form. */
    public static Optional<CustomId> of(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches()
                ? Optional.of(new CustomId(parts.group(1), Integer.parseInt(parts.group(2))))
                : Optional.empty();
    }

    /** As the API has it. */
    @Override
    public String toString() {
        return nonce + "-" + row;
    }
}
