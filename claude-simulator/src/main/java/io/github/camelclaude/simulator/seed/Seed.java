/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.seed;

/**
 * A value from which choices follow. {@link #with} gives another seed that depends on this one and on the argument, so a
 * choice depends on what it is about and on nothing else: not on order, not on threads.
 *
 * @param value 64 well-mixed bits
 */
public record Seed(long value) {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    public static Seed of(long number) {
        return new Seed(mix(number + GOLDEN));
    }

    public Seed with(long number) {
        return new Seed(mix(value ^ mix(number + GOLDEN)));
    }

    public Seed with(CharSequence text) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        }
        return with(hash);
    }

    /** From 0 (inclusive) to 1 (exclusive). */
    public double unit() {
        return (value >>> 11) * 0x1.0p-53;
    }

    /** From 0 (inclusive) to the bound (exclusive). */
    public long below(long bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("Cannot choose below " + bound + "; the bound must be positive");
        }
        return Long.remainderUnsigned(value, bound);
    }

    /** Standard normal, by Box and Muller. */
    public double gaussian() {
        double radius = Math.sqrt(-2 * Math.log(1 - unit()));
        return radius * Math.cos(2 * Math.PI * with(1).unit());
    }

    /** The finalizer of SplitMix64. */
    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}
