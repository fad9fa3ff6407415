/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** A request to the Messages API: what it may contain, in which words it is refused, what in it counts. */
package io.github.camelclaude.simulator.message;
