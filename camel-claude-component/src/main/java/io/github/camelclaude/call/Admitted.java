/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import io.github.camelclaude.rate.Permit;

/** A call that may make its attempt now. */
record Admitted(Call call, Draw draw, Permit permit, Decision decision) {}
