/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What of a prompt can be cached: where it is marked, what is believed to be cached already, who writes it, and what that
 * saves. Pure: no Camel, no SDK, no clock of its own.
 */
package io.github.camelclaude.prefix;
