/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.counttokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.backend.ClaudeRequest;
import io.github.camelclaude.backend.TokenCount;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import javax.cache.Cache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RememberedCountsTest {

    private static final TokenCount COUNT = new TokenCount(42, false);

    private final Cache<String, String> cache = BoundedEhcache.open("claude-token-counts", 10);
    private Instant now = Instant.parse("2026-11-24T08:00:00Z");
    private final RememberedCounts counts = new RememberedCounts(cache, true, () -> now);

    @AfterEach
    void close() {
        counts.close();
    }

    @Test
    void a_count_is_found_as_it_was_kept() {
        counts.keep("real", COUNT);
        counts.keep("simulated", new TokenCount(7, true));

        assertThat(counts.find("real")).contains(COUNT);
        assertThat(counts.find("simulated")).contains(new TokenCount(7, true));
        assertThat(counts.find("other")).isEmpty();
    }

    @Test
    void a_count_expires_after_a_day() {
        counts.keep("k", COUNT);

        now = now.plus(Duration.ofDays(1)).minusMillis(1);
        assertThat(counts.find("k")).contains(COUNT);
        now = now.plusMillis(1);
        assertThat(counts.find("k")).isEmpty();
    }

    @Test
    void a_count_from_a_clock_far_ahead_is_not_kept_for_longer() {
        counts.keep("k", COUNT);

        now = now.minus(Duration.ofDays(1));

        assertThat(counts.find("k")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "42", "many 1", "-1 1", "42 1 real", "99999999999999999999 1"})
    void what_somebody_else_put_there_is_not_taken_for_a_count(String value) {
        cache.put("k", value);

        assertThat(counts.find("k")).isEmpty();
    }

    @Test
    void the_cache_is_bounded() {
        for (int i = 0; i < 1_000; i++) {
            counts.keep("k" + i, COUNT);
        }

        assertThat(StreamSupport.stream(cache.spliterator(), false).count()).isLessThanOrEqualTo(10);
    }

    @Test
    void the_same_prompt_has_the_same_key_however_its_maps_are_ordered() {
        Map<String, Object> turn = new LinkedHashMap<>();
        turn.put("role", "user");
        turn.put("content", "x");
        Map<String, Object> other = new LinkedHashMap<>();
        other.put("content", "x");
        other.put("role", "user");

        String key = counts.key("here", request("m", turn));

        assertThat(key).matches("[0-9a-f]{64}").isEqualTo(counts.key("here", request("m", other)));
        assertThat(key).isNotEqualTo(counts.key("there", request("m", turn)));
        assertThat(key).isNotEqualTo(counts.key("here", request("n", turn)));
        assertThat(key).isNotEqualTo(counts.key("here", request("m", Map.of("role", "user", "content", "y"))));
    }

    @Test
    void what_does_not_count_does_not_change_the_key() {
        Map<String, Object> fields =
                Map.of("model", "m", "messages", List.of("x"), "max_tokens", 1, "stop_sequences", List.of("."));

        assertThat(counts.key("here", new ClaudeRequest(fields)))
                .isEqualTo(counts.key("here", new ClaudeRequest(Map.of("model", "m", "messages", List.of("x")))));
    }

    private static ClaudeRequest request(String model, Map<String, Object> turn) {
        return new ClaudeRequest(Map.of("model", model, "messages", List.of(turn)));
    }
}
