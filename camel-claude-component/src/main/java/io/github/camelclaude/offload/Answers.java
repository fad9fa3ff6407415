/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.offload;

import com.anthropic.models.messages.Message;
import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.messages.LateAnswer;
import io.github.camelclaude.messages.ResponseFormat;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultMessage;

/**
 * Hands on what comes out of the batches: to the exchange that waits for it, otherwise to the endpoint for answers. What that does
 * not take comes again.
 */
final class Answers implements Processor {

    private final Endpoint to;
    private final ResponseFormat format;
    private final WaitingExchanges waiting;
    private final ProducerTemplate template;

    Answers(Endpoint to, ResponseFormat format, WaitingExchanges waiting) {
        this.to = to;
        this.format = format;
        this.waiting = waiting;
        this.template = to.getCamelContext().createProducerTemplate();
    }

    @Override
    public void process(Exchange exchange) {
        org.apache.camel.Message message = exchange.getMessage();
        message.setHeader(ClaudeConstants.OFFLOADED, true);
        // Nobody handed that job in; in the way of a job of its own it would take it for one that is known.
        message.removeHeader(ClaudeConstants.JOB_KEY);
        String key = message.getHeader(ClaudeConstants.ITEM_KEY, String.class);
        if (waiting.answer(key, detached(exchange.getContext(), message))) {
            return;
        }
        if (message.getBody() instanceof Message answer) {
            message.setBody(LateAnswer.body(answer, format));
        }
        template.send(to, exchange);
    }

    /** Exchanges may be used again when they are done. */
    private static org.apache.camel.Message detached(CamelContext context, org.apache.camel.Message message) {
        org.apache.camel.Message copy = new DefaultMessage(new DefaultExchange(context));
        copy.copyFrom(message);
        return copy;
    }

    void stop() {
        template.stop();
    }
}
