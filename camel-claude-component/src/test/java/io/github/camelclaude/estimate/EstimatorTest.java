/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.catalog.TokenUsage;
import io.github.camelclaude.simulator.tokens.TokenCounter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EstimatorTest {

    private static final CallKey KEY = new CallKey("route1", "claude-opus-5-5");
    private static final Map<String, Object> PLAIN = request("Please sum up the letter. ".repeat(100), Map.of());
    private static final Map<String, Object> MARKED =
            request("Please sum up the letter. ".repeat(100), Map.of("cache_control", Map.of("type", "ephemeral")));

    private final Estimator estimator = new Estimator();

    @Test
    void an_exact_count_replaces_the_estimate_and_is_learned() {
        Estimate estimate = estimator.estimate(KEY, PLAIN, 0);

        Estimate exact = estimator.counted(estimate, 1_234, 0);

        assertThat(exact.input()).isEqualTo(1_234);
        assertThat(exact.output()).isEqualTo(estimate.output());
        assertThat(estimator.estimate(KEY, PLAIN, 0).input())
                .isCloseTo(1_234, org.assertj.core.data.Offset.offset(150L));
    }

    @Test
    void routes_and_models_learn_for_themselves() {
        long before = estimator.estimate(KEY, PLAIN, 0).input();
        CallKey otherRoute = new CallKey("route2", KEY.model());
        for (int i = 0; i < 20; i++) {
            estimator.settled(estimator.estimate(otherRoute, PLAIN, 0), TokenUsage.of(2 * before, 50), 0);
        }

        assertThat(estimator.estimate(KEY, PLAIN, 0).input()).isEqualTo(before);
        assertThat(estimator.estimate(otherRoute, PLAIN, 0).input()).isGreaterThan(before * 19 / 10);
        assertThat(estimator.output(otherRoute, 4_096).expected()).isLessThan(100);
        assertThat(estimator.output(KEY, 4_096).expected()).isEqualTo(OutputHistory.DEFAULT_TOKENS);
    }

    @Test
    void a_guess_is_looked_at_again_and_what_has_been_seen_often_is_left() {
        Estimate guessed = estimator.estimate(KEY, PLAIN, 0);
        for (int i = 0; i < 300; i++) {
            estimator.settled(guessed, TokenUsage.of(guessed.input(), 50), 0);
        }
        Estimate seen = estimator.estimate(KEY, PLAIN, 0);
        for (int i = 0; i < 300; i++) {
            estimator.settled(seen, TokenUsage.of(seen.input(), 900), 0);
        }

        Estimate again = estimator.again(guessed);

        assertThat(again.output().expected()).isGreaterThan(800);
        assertThat(again.promptLength()).isEqualTo(guessed.promptLength());
        assertThat(estimator.again(seen)).isSameAs(seen);
    }

    @Test
    void models_before_the_newer_tokenizer_have_fewer_tokens() {
        long newer = estimator.estimate(KEY, PLAIN, 0).input();

        for (String model : List.of(
                "claude-opus-4-6",
                "claude-sonnet-4-5-20250929",
                "eu.anthropic.claude-haiku-4-5-20251001-v1:0",
                "claude-3-5-haiku-20241022")) {
            assertThat(estimator
                            .estimate(new CallKey("route1", model), PLAIN, 0)
                            .input())
                    .isLessThan(newer * 9 / 10);
        }
        for (String model : List.of("claude-opus-4-7", "claude-haiku-5-5", "claude-sonnet-5", "something-new")) {
            assertThat(estimator
                            .estimate(new CallKey("route1", model), PLAIN, 0)
                            .input())
                    .isEqualTo(newer);
        }
    }

    @Test
    void reads_from_the_cache_are_counted_on_once_they_were_seen_and_only_where_a_mark_asks_for_them() {
        Estimate first = estimator.estimate(KEY, MARKED, 0);
        assertThat(first).returns(0L, Estimate::cacheRead).returns(0L, Estimate::input);
        for (int i = 0; i < 3; i++) {
            estimator.settled(estimator.estimate(KEY, MARKED, 0), new TokenUsage(50, 600, 0, 0, 10), 0);
        }

        Estimate marked = estimator.estimate(KEY, MARKED, 0);

        assertThat(marked.cacheRead()).isEqualTo(600);
        assertThat(marked.promptLength()).isCloseTo(650, org.assertj.core.data.Offset.offset(40L));
        assertThat(marked.cacheWrite()).isZero();
        assertThat(estimator.estimate(KEY, PLAIN, 0).cacheRead()).isZero();
        assertThat(estimator.estimate(KEY, MARKED, TimeUnit.MINUTES.toNanos(10)).cacheRead())
                .isZero();
    }

    @Test
    void a_request_without_max_tokens_writes_nothing() {
        assertThat(estimator.estimate(KEY, Map.of("messages", List.of()), 0).output())
                .returns(0L, OutputForecast::expected)
                .returns(0L, OutputForecast::reserve);
    }

    @Test
    void a_call_that_only_warms_the_cache_says_nothing_about_how_long_answers_are() {
        for (int i = 0; i < 20; i++) {
            estimator.settled(
                    estimator.estimate(KEY, request("x", Map.of("max_tokens", 0)), 0),
                    new TokenUsage(5, 0, 600, 0, 0),
                    0);
        }

        assertThat(estimator.output(KEY, 4_096).observed()).isZero();
    }

    /** A tokenizer that counts by runs of characters, in another program than ours: its ratios are known to nobody here. */
    @ParameterizedTest
    @EnumSource(names = {"PROSE", "FIGURES", "CODE", "JSON", "CJK", "BASE64"})
    void a_real_tokenizer_is_learned_within_twenty_calls(ContentClass contentClass) {
        Texts texts = new Texts(99);
        double error = 0;
        for (int call = 0; call < 120; call++) {
            String text = texts.text(contentClass, 2_000 + 100 * (call % 50));
            long actual = TokenCounter.count(text, true);
            Estimate estimate = estimator.estimate(KEY, request(text, Map.of()), call);
            error += call < 20 ? 0 : Math.abs(estimate.input() - actual) / (double) actual / 100;
            estimator.settled(estimate, TokenUsage.of(actual, 10), call);
        }

        assertThat(error).isLessThan(0.04);
    }

    private static Map<String, Object> request(String text, Map<String, Object> extra) {
        Map<String, Object> request = new java.util.LinkedHashMap<>(Map.of(
                "model",
                KEY.model(),
                "max_tokens",
                1_000,
                "messages",
                List.of(Map.of("role", "user", "content", text))));
        request.putAll(extra);
        return request;
    }
}
