/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** How many tokens a text has: a formula per class of content, an estimate as the service's own count is one. */
package io.github.camelclaude.simulator.tokens;
