/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import io.github.camelclaude.call.Call;
import io.github.camelclaude.call.CallOutcome;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;

/** Where a call goes instead that is not to be made now. Producers of one endpoint share one. */
public interface Overflow {

    /** All calls are made now. */
    Overflow NONE = (call, exchange) -> Optional.empty();

    /**
     * Takes a call, if it is one of those.
     *
     * @return empty if the call is to be made now; otherwise what ends when the exchange may go on: with the answer if the
     *     exchange has waited for it, and with nothing if the answer goes elsewhere
     * @throws io.github.camelclaude.resilience.ClaudeException if it can neither be taken nor made now
     */
    Optional<CompletionStage<Optional<CallOutcome>>> take(Call call, Exchange exchange);

    /** One more producer uses it. */
    default void start() throws Exception {}

    /** One producer less uses it. */
    default void stop() throws Exception {}
}
