/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.batch.HandedIn.Bad;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RuntimeCamelException;

/** Where items go that could not be sent, or came back without an answer. An endpoint that the route's author names. */
final class DeadLetters implements AutoCloseable {

    static final String REJECTED = "rejected";

    private final Endpoint endpoint;
    private final ProducerTemplate template;

    DeadLetters(Endpoint endpoint) {
        this.endpoint = endpoint;
        this.template = endpoint.getCamelContext().createProducerTemplate();
    }

    /** An item that was handed in and not taken in. */
    void rejected(String jobKey, String name, Bad bad) {
        Exchange exchange = endpoint.createExchange();
        Message message = exchange.getMessage();
        Object original = bad.original();
        message.setBody(
                original instanceof Exchange one
                        ? one.getMessage().getBody()
                        : original instanceof Message one ? one.getBody() : original);
        JobKeys.tell(exchange, jobKey);
        message.setHeader(ClaudeConstants.BATCH_NAME, name);
        message.setHeader(ClaudeConstants.RESULT_TYPE, REJECTED);
        message.setHeader(ClaudeConstants.REJECT_REASON, bad.reason().name());
        message.setHeader(ClaudeConstants.REJECT_MESSAGE, bad.message());
        message.setHeader(ClaudeConstants.ITEM_POSITION, bad.position());
        if (bad.callerId() != null) {
            message.setHeader(ClaudeConstants.CUSTOM_ID, bad.callerId());
        }
        send(exchange);
        if (exchange.getException() != null) {
            throw new RuntimeCamelException(
                    "The dead-letter " + endpoint.getEndpointBaseUri() + " took no bad item; the job was not taken in",
                    exchange.getException());
        }
    }

    /** Sends it there; how that went is in the exchange. */
    void send(Exchange exchange) {
        template.send(endpoint, exchange);
    }

    @Override
    public void close() {
        template.stop();
    }
}
