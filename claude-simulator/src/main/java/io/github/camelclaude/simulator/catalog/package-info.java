/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What the service offers and asks for, as dated data: models, model classes, prices, tiers. */
package io.github.camelclaude.simulator.catalog;
