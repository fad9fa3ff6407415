/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import io.github.camelclaude.rate.Limiter;

/** Who has a limiter: the component, for those who only look at it. */
public interface LimiterSource {

    Limiter limiter();
}
