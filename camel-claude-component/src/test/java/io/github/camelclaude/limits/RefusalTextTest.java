/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.rate.Dimension;
import org.junit.jupiter.api.Test;

class RefusalTextTest {

    private static final String REST = " (org: 1f2e, model: claude-opus-4-6). For details, refer to:"
            + " https://docs.claude.com/en/api/rate-limits. You can see the response headers for current usage. Please reduce the"
            + " prompt length or the maximum tokens requested, or try again later.";

    @Test
    void it_names_the_limit_that_was_hit() {
        assertThat(RefusalText.dimension(
                        "This request would exceed your organization's rate limit of 30,000 input tokens per"
                                + " minute" + REST))
                .contains(Dimension.INPUT_TOKENS);
        assertThat(RefusalText.dimension(
                        "This request would exceed your organization's rate limit of 8,000 output tokens per minute"
                                + REST))
                .contains(Dimension.OUTPUT_TOKENS);
        assertThat(RefusalText.dimension(
                        "This request would exceed your organization's rate limit of 50 requests per minute" + REST))
                .contains(Dimension.REQUESTS);
        assertThat(RefusalText.dimension("... rate limit of 1,000 fast mode input tokens per minute" + REST))
                .contains(Dimension.INPUT_TOKENS);
        assertThat(RefusalText.dimension("Number of request tokens has exceeded your per-minute rate limit"))
                .contains(Dimension.INPUT_TOKENS);
        assertThat(RefusalText.dimension("Number of requests has exceeded your per-minute rate limit"))
                .contains(Dimension.REQUESTS);
    }

    @Test
    void other_words_name_none() {
        assertThat(RefusalText.dimension(null)).isEmpty();
        assertThat(RefusalText.dimension("")).isEmpty();
        assertThat(RefusalText.dimension("Your usage has increased too steeply" + REST))
                .isEmpty();
        assertThat(RefusalText.dimension("x".repeat(100_000) + " 5 input tokens per minute"))
                .isEmpty();
    }
}
