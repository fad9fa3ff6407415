/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.rate.Dimension;
import io.github.camelclaude.rate.Report;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitHeadersTest {

    private static final long AT =
            TimeUnit.SECONDS.toNanos(Instant.parse("2025-08-21T12:40:59Z").getEpochSecond());

    /** As captured from the service in August 2025. */
    private static final Map<String, String> CAPTURED = Map.ofEntries(
            Map.entry("date", "Thu, 21 Aug 2025 12:40:59 GMT"),
            Map.entry("anthropic-ratelimit-requests-limit", "1000"),
            Map.entry("anthropic-ratelimit-requests-remaining", "999"),
            Map.entry("anthropic-ratelimit-requests-reset", "2025-08-21T12:40:59Z"),
            Map.entry("anthropic-ratelimit-input-tokens-limit", "80000"),
            Map.entry("anthropic-ratelimit-input-tokens-remaining", "79000"),
            Map.entry("anthropic-ratelimit-input-tokens-reset", "2025-08-21T12:40:59Z"),
            Map.entry("anthropic-ratelimit-output-tokens-limit", "16000"),
            Map.entry("anthropic-ratelimit-output-tokens-remaining", "16000"),
            Map.entry("anthropic-ratelimit-output-tokens-reset", "2025-08-21T12:40:59Z"),
            Map.entry("anthropic-ratelimit-tokens-limit", "96000"),
            Map.entry("anthropic-ratelimit-tokens-remaining", "96000"),
            Map.entry("anthropic-ratelimit-tokens-reset", "2025-08-21T12:40:59Z"));

    @Test
    void what_the_service_sent_is_read() {
        Report report = standard(CAPTURED);

        assertThat(report.date()).isEqualTo(AT);
        assertThat(report.entries())
                .containsExactly(
                        new Report.Entry(Dimension.REQUESTS, 1_000, 999, AT, 1),
                        new Report.Entry(Dimension.INPUT_TOKENS, 80_000, 79_000, AT, 1_000),
                        new Report.Entry(Dimension.OUTPUT_TOKENS, 16_000, 16_000, AT, 1_000));
    }

    @Test
    void the_combined_figure_is_a_limit_of_its_own_only_if_it_is_not_the_sum_of_both() {
        assertThat(standard(with("anthropic-ratelimit-tokens-limit", "96000")).entries())
                .extracting(Report.Entry::dimension)
                .doesNotContain(Dimension.TOKENS);
        assertThat(standard(with("anthropic-ratelimit-tokens-limit", "50000")).entries())
                .contains(new Report.Entry(Dimension.TOKENS, 50_000, 50_000, AT, 1_000));
    }

    @Test
    void what_the_combined_figure_means_is_not_guessed_where_one_of_both_is_garbage() {
        assertThat(standard(with("anthropic-ratelimit-output-tokens-limit", "?"))
                        .entries())
                .extracting(Report.Entry::dimension)
                .containsExactly(Dimension.REQUESTS, Dimension.INPUT_TOKENS);
    }

    @Test
    void the_combined_figure_alone_is_all_that_is_known() {
        assertThat(standard(Map.of(
                                "anthropic-ratelimit-tokens-limit", "50000",
                                "anthropic-ratelimit-tokens-remaining", "42000"))
                        .entries())
                .containsExactly(new Report.Entry(Dimension.TOKENS, 50_000, 42_000, Report.UNKNOWN, 1_000));
    }

    @Test
    void the_fast_mode_has_headers_of_its_own() {
        Map<String, String> fast = Map.of(
                "anthropic-fast-input-tokens-limit", "200000",
                "anthropic-fast-input-tokens-remaining", "150000",
                "anthropic-fast-output-tokens-limit", "0",
                "anthropic-fast-output-tokens-remaining", "0");

        assertThat(RateLimitHeaders.fast(from(fast)).entries())
                .containsExactly(
                        new Report.Entry(Dimension.INPUT_TOKENS, 200_000, 150_000, Report.UNKNOWN, 1_000),
                        new Report.Entry(Dimension.OUTPUT_TOKENS, 0, 0, Report.UNKNOWN, 1_000));
        assertThat(standard(fast).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "many",
                "1e99",
                "NaN",
                "-",
                "0x10",
                "1_000",
                "1,000",
                "99999999999999999999",
                "-1",
                "1000000000001",
                "12 34",
                "\u0661\u0662"
            })
    void a_limit_that_makes_no_sense_is_not_told(String limit) {
        assertThat(standard(with("anthropic-ratelimit-requests-limit", limit)).entries())
                .extracting(Report.Entry::dimension)
                .containsExactly(Dimension.INPUT_TOKENS, Dimension.OUTPUT_TOKENS);
    }

    @ParameterizedTest
    @CsvSource({"-17,0", "1000,1000", "1001,1000", "49.7,49", "-0.5,0", " 12 ,12", "0,0"})
    void what_remains_is_at_least_nothing_and_at_most_the_limit(String told, long understood) {
        assertThat(standard(with("anthropic-ratelimit-requests-remaining", told))
                        .entries())
                .contains(new Report.Entry(Dimension.REQUESTS, 1_000, understood, AT, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "0000-00-00T99:99:99Z", "", "1755780059", "9999-12-31T23:59:59Z", "-1"})
    void without_a_reset_the_rest_still_counts(String reset) {
        assertThat(standard(with("anthropic-ratelimit-requests-reset", reset)).entries())
                .contains(new Report.Entry(Dimension.REQUESTS, 1_000, 999, Report.UNKNOWN, 1));
    }

    @Test
    void a_reset_with_an_offset_or_a_fraction_is_read_too() {
        assertThat(standard(with("anthropic-ratelimit-requests-reset", "2025-08-21T14:40:59.5+02:00"))
                        .entries())
                .contains(new Report.Entry(Dimension.REQUESTS, 1_000, 999, AT + 500_000_000, 1));
    }

    @Test
    void a_figure_that_is_not_rounded_to_thousands_is_exact() {
        assertThat(standard(with("anthropic-ratelimit-input-tokens-remaining", "79812"))
                        .entries())
                .contains(new Report.Entry(Dimension.INPUT_TOKENS, 80_000, 79_812, AT, 1));
    }

    @Test
    void no_headers_tell_nothing() {
        assertThat(standard(Map.of())).isEqualTo(Report.NONE);
        assertThat(RateLimitHeaders.standard(name -> null)).isEqualTo(Report.NONE);
        assertThat(RateLimitHeaders.workspace(from(Map.of()))).isEmpty();
        assertThat(RateLimitHeaders.workspace(from(Map.of("anthropic-workspace-id", "wrkspc_01AbC"))))
                .contains("wrkspc_01AbC");
        assertThat(RateLimitHeaders.workspace(from(Map.of("anthropic-workspace-id", "../x"))))
                .isEmpty();
    }

    @Test
    void nothing_that_a_header_says_is_an_error() {
        long seed = 20_261_124;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            Map<String, String> strange = new HashMap<>(CAPTURED);
            CAPTURED.keySet()
                    .forEach(name -> strange.put(name, random.nextBoolean() ? CAPTURED.get(name) : garbage(random)));

            Report report = standard(strange);

            assertThat(report.entries()).as("seed %d, %s", seed, strange).allSatisfy(entry -> {
                assertThat(entry.limit()).isBetween(0L, RateLimitHeaders.LARGEST);
                assertThat(entry.remaining()).isBetween(0L, entry.limit());
            });
        }
    }

    private static String garbage(Random random) {
        String characters = "0123456789.-+eE:TZ, GMTxyz\u00e9\u0000";
        return IntStream.range(0, random.nextInt(30))
                .mapToObj(i -> String.valueOf(characters.charAt(random.nextInt(characters.length()))))
                .collect(Collectors.joining());
    }

    private static Report standard(Map<String, String> headers) {
        return RateLimitHeaders.standard(from(headers));
    }

    private static Function<String, List<String>> from(Map<String, String> headers) {
        return name -> headers.containsKey(name) ? List.of(headers.get(name)) : List.of();
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> changed = new HashMap<>(CAPTURED);
        changed.put(name, value);
        return changed;
    }
}
