/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The limiter: all dimensions of a path of limit groups at once, or none. Pure Java: no Camel, no SDK, no HTTP, no clock and
 * no thread of its own; time comes from a {@link io.github.camelclaude.rate.Timeline}, so the same code runs on the wall
 * clock and in virtual time.
 */
package io.github.camelclaude.rate;
