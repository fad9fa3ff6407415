/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

/** What an endpoint does; the path of its URI. */
public enum ClaudeOperation {
    /** One call: a prompt in, the answer out. */
    messages
}
