/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.core.http.Headers;
import org.junit.jupiter.api.Test;

/** Which headers of a response go up to whoever settles the call. */
class LimitHeadersTest {

    @Test
    void what_tells_of_limits_goes_up_by_its_name_in_lower_case() {
        Headers headers = Headers.builder()
                .put("Anthropic-RateLimit-Requests-Limit", "50")
                .put("retry-after", "7")
                .put("Date", "Tue, 24 Nov 2026 08:00:00 GMT")
                .put("anthropic-workspace-id", "wrkspc_1")
                .build();

        assertThat(LimitHeaders.of(headers))
                .containsOnlyKeys("anthropic-ratelimit-requests-limit", "retry-after", "date", "anthropic-workspace-id")
                .containsEntry("anthropic-ratelimit-requests-limit", "50");
    }

    @Test
    void nothing_else_does() {
        Headers headers = Headers.builder()
                .put("set-cookie", "session=secret")
                .put("authorization", "Bearer secret")
                .put("anthropic-organization-id", "org_1")
                .put("retry-after", "x".repeat(1_000))
                .build();

        assertThat(LimitHeaders.of(headers)).isEmpty();
    }
}
