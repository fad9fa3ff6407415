/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import io.github.camelclaude.rate.Permit;

/**
 * A call that may make its attempt now.
 *
 * @param draw  what it takes
 * @param asked what its permit was asked for: the same, or what another step asked for on its behalf
 */
record Admitted(Call call, Draw draw, Draw asked, Permit permit, Decision decision) {}
