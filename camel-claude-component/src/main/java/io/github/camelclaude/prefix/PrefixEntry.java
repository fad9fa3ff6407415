/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.prefix;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is known of an entry of the prompt cache. Its times are in it, since entries of two lives lie in one cache, and since
 * any node and any provider can keep and read it.
 *
 * @param life      how long it lives after each use
 * @param expiresAt when it is gone unless it is used, in milliseconds since 1970, counted from the start of the last request
 *                  that wrote or read it
 * @param since     when the answer began that showed it: nobody could read it before
 * @param tokens    how many are read with it; 0 if the beginning has turned out not to be cached, mostly because it is too short
 * @param proven    whether somebody has read it
 */
public record PrefixEntry(CacheLife life, long expiresAt, long since, long tokens, boolean proven) {

    /** So long before its end nobody counts on it: who leaves now arrives later, and clocks of nodes differ a little. */
    private static final long MARGIN_MILLIS = 2_000;

    private static final Pattern TEXT = Pattern.compile("(5m|1h) (\\d{1,15}) (\\d{1,15}) (\\d{1,12})( proven)?");

    /** @param now milliseconds since 1970 */
    public boolean isAlive(long now) {
        return now < expiresAt - MARGIN_MILLIS;
    }

    /** Whether nothing of it is cached, however often it is marked. */
    public boolean isVain() {
        return tokens == 0;
    }

    /** As {@link #of} reads it. */
    public String text() {
        return life.label() + " " + expiresAt + " " + since + " " + tokens + (proven ? " proven" : "");
    }

    /** Nothing if the text is no entry. */
    public static Optional<PrefixEntry> of(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        CacheLife life = parts.group(1).equals("1h") ? CacheLife.ONE_HOUR : CacheLife.FIVE_MINUTES;
        return Optional.of(new PrefixEntry(
                life,
                Long.parseLong(parts.group(2)),
                Long.parseLong(parts.group(3)),
                Long.parseLong(parts.group(4)),
                parts.group(5) != null));
    }
}
