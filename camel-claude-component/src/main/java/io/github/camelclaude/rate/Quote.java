/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

import java.time.Duration;

/**
 * What a demand would meet if it asked now. Nothing is reserved by asking.
 *
 * @param expected how long it would wait, as far as is known here; zero if it would go at once
 * @param against  why it would be refused, or null
 */
public record Quote(Duration expected, Outcome.Reason against) {}
