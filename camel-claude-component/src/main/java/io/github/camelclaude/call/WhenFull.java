/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

/** What happens to a call that would have to wait while as many as may wait do so already; names as in options. */
public enum WhenFull {
    /** Its thread waits, and whoever feeds the route with it. */
    wait,
    /** It is refused at once. */
    refuse
}
