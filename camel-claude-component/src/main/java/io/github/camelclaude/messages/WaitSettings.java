/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import io.github.camelclaude.call.WhenFull;
import io.github.camelclaude.rate.Priority;
import java.time.Duration;

/**
 * What an endpoint says about how its calls wait.
 *
 * @param priority          how urgent they are
 * @param fairnessKey       on whose behalf they are made; empty for nobody's in particular
 * @param queueTimeout      how long one may wait; zero for as long as it takes
 * @param permitTimeout     how long a ticket can be claimed
 * @param whenFull          what happens if too many wait already
 * @param transactedMaxWait how long one may wait while a transaction is open
 */
public record WaitSettings(
        Priority priority,
        String fairnessKey,
        Duration queueTimeout,
        Duration permitTimeout,
        WhenFull whenFull,
        Duration transactedMaxWait) {}
