/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Where the key comes from: a fixed value, or a supplier that is asked at each attempt, so that a key can be rotated while
 * calls are under way. The key itself is never printed.
 */
public final class ApiKey {

    private final Object origin;
    private final Supplier<String> supplier;

    private ApiKey(Object origin, Supplier<String> supplier) {
        this.origin = origin;
        this.supplier = supplier;
    }

    /** @throws IllegalArgumentException if it can't be a key */
    public static ApiKey of(String key) {
        if (!isUsable(key)) {
            throw new IllegalArgumentException(unusable("apiKey"));
        }
        return new ApiKey(key, () -> key);
    }

    /** The supplier must be quick and safe for use by many threads. */
    public static ApiKey from(Supplier<String> supplier) {
        return new ApiKey(supplier, supplier);
    }

    /** @throws ClaudeInvalidRequestException if the supplier gives nothing usable */
    String now() {
        String key = supplier.get();
        if (!isUsable(key)) {
            throw new ClaudeInvalidRequestException(
                    unusable("The key that apiKeySupplier gave") + ". Nothing was sent");
        }
        return key;
    }

    private static boolean isUsable(String key) {
        return key != null && !key.isEmpty() && key.chars().allMatch(c -> c > ' ' && c <= '~');
    }

    private static String unusable(String what) {
        return what + " is empty or has a blank, a line break or a non-ASCII character in it, which no Claude key has:"
                + " check how it is read (its value is not shown here)";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ApiKey that && origin.equals(that.origin);
    }

    @Override
    public int hashCode() {
        return Objects.hash(origin);
    }

    @Override
    public String toString() {
        return "xxxxxx";
    }
}
