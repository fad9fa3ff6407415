/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The service's errors as values: status, type, wording. */
package io.github.camelclaude.simulator.error;
