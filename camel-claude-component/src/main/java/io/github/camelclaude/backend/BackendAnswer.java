/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import com.anthropic.models.messages.Message;
import java.util.Map;
import java.util.Optional;

/**
 * A successful answer and what its response headers told.
 *
 * @param message   the message
 * @param requestId the service's id of the request
 * @param simulated whether a simulator answered, by its own word
 * @param headers   what its headers tell about limits, by names in lower case
 */
public record BackendAnswer(
        Message message, Optional<String> requestId, boolean simulated, Map<String, String> headers) {

    public BackendAnswer {
        headers = Map.copyOf(headers);
    }
}
