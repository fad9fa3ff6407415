/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.estimate;

import io.github.camelclaude.catalog.TokenUsage;
import java.util.Map;

/**
 * Estimates what calls will use and learns from what they used.
 *
 * <p>Input: the request is taken apart into content classes; each has a number of tokens per character by generation of
 * models (dated data), which {@link Calibration} corrects by what calls of the same route and model really used. Output:
 * {@link OutputHistory}. Cache: {@link CacheHistory}.
 *
 * <p>Safe for use by many threads; calls of different routes never wait for each other. At most so many routes and models
 * are remembered; the one that has not been used for longest is forgotten first and begins anew.
 */
public final class Estimator {

    /** How many routes and models are remembered if nothing else is said. */
    public static final int MOST_KEYS = 1_000;

    /** After so many answers how long they are is known as well as it will be. */
    private static final int PROVEN = 200;

    private final TokenRatios ratios;
    private final Histories histories;

    public Estimator() {
        this(TokenRatios.load(), MOST_KEYS);
    }

    /** @param mostKeys how many routes and models are remembered; at least 1 */
    Estimator(TokenRatios ratios, int mostKeys) {
        this.ratios = ratios;
        this.histories = new Histories(mostKeys, key -> new History(ratios.of(key.model())));
    }

    /**
     * What this request will probably use.
     *
     * @param request in the shape of the Messages API: maps, lists, texts, numbers and booleans
     * @param now     nanoseconds on any scale that does not run backwards: what a prompt cache held long ago is gone
     */
    public Estimate estimate(CallKey key, Map<String, Object> request, long now) {
        History history = histories.of(key);
        RequestContent content = RequestReader.read(request);
        long prompt = history.calibration().tokens(content);
        OutputForecast output = history.output().forecast(maxTokens(request));
        return split(key, content, prompt, history, output, now);
    }

    /**
     * The same call with an exact number of input tokens, such as {@code count_tokens} gives; also learns from it.
     *
     * @param exact the tokens of the whole prompt
     */
    public Estimate counted(Estimate estimate, long exact, long now) {
        History history = histories.of(estimate.key());
        history.calibration().observed(estimate.content(), exact);
        return split(estimate.key(), estimate.content(), exact, history, estimate.output(), now);
    }

    /**
     * Learns from a call that has ended well.
     *
     * @param estimate what was estimated for it
     * @param actual   what it used
     * @param sent     when it was sent, on the scale of {@link #estimate}
     */
    public void settled(Estimate estimate, TokenUsage actual, long sent) {
        History history = histories.of(estimate.key());
        history.calibration().observed(estimate.content(), actual.promptLength());
        if (estimate.output().maxTokens() > 0) {
            history.output().observed(actual.output());
        }
        if (estimate.content().isCacheMarked()) {
            history.cache().observed(actual, sent);
        }
    }

    /**
     * The same call some time later: an output that was little more than a guess is looked at again. What rests on more is left as it
     * is, for the last answers are no better guide: those that have just ended are the short ones of those that began together.
     */
    public Estimate again(Estimate estimate) {
        if (estimate.output().observed() >= PROVEN) {
            return estimate;
        }
        long maxTokens = estimate.output().maxTokens();
        return new Estimate(
                estimate.key(),
                estimate.content(),
                estimate.input(),
                estimate.cacheWrite(),
                estimate.cacheRead(),
                output(estimate.key(), maxTokens));
    }

    /** How much calls of this kind write. */
    public OutputForecast output(CallKey key, long maxTokens) {
        return histories.of(key).output().forecast(maxTokens);
    }

    /**
     * How much more an answer will be, of which so many tokens are written: the mean of those that came this far.
     *
     * @return at most {@code maxTokens - written}, at least 0
     */
    public long outputLeft(CallKey key, long written, long maxTokens) {
        return histories.of(key).output().left(written, maxTokens);
    }

    private static Estimate split(
            CallKey key, RequestContent content, long prompt, History history, OutputForecast output, long now) {
        if (!content.isCacheMarked()) {
            return new Estimate(key, content, prompt, 0, 0, output);
        }
        long read = history.cache().safeRead(prompt, now);
        long written = history.cache().written(prompt - read);
        return new Estimate(key, content, prompt - read - written, written, read, output);
    }

    private static long maxTokens(Map<String, Object> request) {
        return request.get("max_tokens") instanceof Number most ? Math.max(0, most.longValue()) : 0;
    }
}
