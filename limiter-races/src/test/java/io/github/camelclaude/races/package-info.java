/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Whether a limiter that several threads use behaves as if one operation followed the other. Lincheck draws what the threads
 * do and how they get in each other's way; what is right is what the same limiter does in some order, one after the other.
 * What goes past the lock is the limiter as well: nothing in it is there for the sake of a test.
 */
package io.github.camelclaude.races;
