/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.estimate;

/**
 * What learns together: calls of one route to one model resemble each other.
 *
 * @param route the route, or whatever else tells kinds of calls apart
 * @param model the model as it is called
 */
public record CallKey(String route, String model) {}
