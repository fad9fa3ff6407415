/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

/**
 * Names what shares one set of buckets, such as {@code anthropic/organization/haiku-5-5}.
 *
 * @param text its parts, from the widest to the narrowest, separated by slashes; it shows up in metrics and logs
 */
public record GroupName(String text) {

    /** The first part: the backend that the group belongs to. */
    public String backend() {
        int end = text.indexOf('/');
        return end < 0 ? text : text.substring(0, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
