/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.service;

import io.github.camelclaude.simulator.message.MessagesRequest;

/**
 * A request that has been read and found valid; nothing has been charged for it yet.
 *
 * @param request what is asked
 * @param promptTokens its input tokens
 * @param contentKey identifies its user content
 * @param wishes what it asks of the simulator itself
 */
public record Prepared(MessagesRequest request, long promptTokens, String contentKey, Wishes wishes) {}
