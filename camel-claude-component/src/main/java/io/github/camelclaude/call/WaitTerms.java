/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import io.github.camelclaude.rate.Priority;
import java.time.Duration;

/**
 * How a call waits for its permit.
 *
 * @param priority     how urgent it is
 * @param fairnessKey  who asks; empty for nobody in particular
 * @param queueTimeout how long it may wait; zero for as long as it takes
 * @param whenFull     what happens if too many wait already
 * @param blocksFor    how long it may wait at most because a transaction is open meanwhile; null if none is
 */
public record WaitTerms(
        Priority priority, String fairnessKey, Duration queueTimeout, WhenFull whenFull, Duration blocksFor) {}
