/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.triage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeenIdsTest {

    @Test
    void a_million_ids_are_new_once_and_known_ever_after() {
        SeenIds seen = new SeenIds();

        assertThat(IntStream.range(0, 1_000_000).filter(i -> !seen.add("row-" + i)))
                .isEmpty();
        assertThat(IntStream.range(0, 1_000_000).filter(i -> seen.add("row-" + i)))
                .isEmpty();
        assertThat(seen.contains("row-1000000")).isFalse();
        seen.clear();
        assertThat(seen.contains("row-1")).isFalse();
        assertThat(seen.add("row-1")).isTrue();
    }
}
