/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

import java.util.Random;

class LocalLimiterTest extends LimiterContract {

    @Override
    protected Limiter make(
            Timeline timeline, LimiterSettings settings, Limiter.Groups groups, LimiterListener listener) {
        return new LocalLimiter(timeline, settings, groups, listener, new Random(1));
    }
}
