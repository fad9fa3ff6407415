/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.batch;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One request of a batch.
 *
 * @param customId the caller's name for it
 * @param params the message request
 * @param doneAt when its turn is over, in nanoseconds since the epoch
 */
public record BatchItem(String customId, JsonNode params, long doneAt) {}
