/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.estimate;

/**
 * What a call will probably use, in tokens. It goes back to {@link Estimator#settled} when the call has ended.
 *
 * @param key        what it was estimated from
 * @param content    what the request is made of
 * @param input      input that is neither read from nor written to the prompt cache
 * @param cacheWrite input that will be written to the prompt cache
 * @param cacheRead  input that will be read from the prompt cache: never more than is safe to assume
 * @param output     what will be written
 */
public record Estimate(
        CallKey key, RequestContent content, long input, long cacheWrite, long cacheRead, OutputForecast output) {

    /** The same, where it is known what of the prompt is read from the cache and written to it. */
    public Estimate cached(long read, long written) {
        long whole = promptLength();
        long reads = Math.min(read, whole);
        long writes = Math.min(written, whole - reads);
        return new Estimate(key, content, whole - reads - writes, writes, reads, output);
    }

    /** The whole prompt. */
    public long promptLength() {
        return input + cacheWrite + cacheRead;
    }
}
