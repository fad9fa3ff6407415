/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.catalog;

/**
 * Models that share one set of limits.
 *
 * @param name  as in names of limit groups: {@code haiku-5-5}
 * @param known whether the catalog knows it; a model that it does not know has a class of its own
 */
public record ModelClass(String name, boolean known) {}
