/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The edges: HTTP in, HTTP out. Everything that knows Vert.x is here. */
package io.github.camelclaude.simulator.http;
