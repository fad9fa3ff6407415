/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** The threads of a component. */
class ComponentThreadsTest {

    @Test
    void what_ends_a_call_runs_also_when_the_pools_are_shut_down() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            ComponentThreads threads = new ComponentThreads(context, this, 1);
            threads.shutdown();
            List<String> ran = new ArrayList<>();

            threads.network().execute(() -> ran.add("network"));
            threads.calls().execute(() -> ran.add("calls"));
            threads.workers().execute(() -> ran.add("workers"));

            assertThat(ran).containsExactly("network", "calls", "workers");
        }
    }
}
