/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.triage;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.resilience.ClaudeOverloadedException;
import io.github.camelclaude.resilience.ClaudeRateLimitException;
import io.github.camelclaude.resilience.ClaudeServerException;
import io.github.camelclaude.resilience.ClaudeTransportException;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.dataformat.JsonLibrary;

/** {@code file-triage.camel.yaml} in Java: the same steps, the same result. */
public class FileTriageRoutes extends RouteBuilder {

    @Override
    public void configure() {
        // What may pass is tried again, not before the service allows it; the exchange keeps its place while it waits.
        onException(
                        ClaudeRateLimitException.class,
                        ClaudeOverloadedException.class,
                        ClaudeServerException.class,
                        ClaudeTransportException.class)
                .maximumRedeliveries(5)
                .redeliveryDelay("{{triage.redeliveryDelay}}")
                .useExponentialBackOff()
                .backOffMultiplier(2)
                .maximumRedeliveryDelay(30_000)
                .useCollisionAvoidance()
                .asyncDelayedRedelivery()
                .retryAttemptedLogLevel(LoggingLevel.DEBUG)
                .logExhausted(false)
                .handled(true)
                .to("direct:reject");

        // What cannot succeed is put aside with its reason.
        onException(Exception.class).logExhausted(false).handled(true).to("direct:reject");

        from("file:{{triage.directory}}/inbox?include=.*\\.csv&move=../done/${file:name}&moveFailed=../failed/${file:name}")
                .routeId("file-triage")
                // The file itself is not a row: if it can't be read, the run fails and the file goes to failed.
                .errorHandler(noErrorHandler())
                .unmarshal(dataFormat().csv().lazyLoad(true).useMaps(true).end())
                // In parallel, or only one call would be in flight; streaming, or the whole file would be in memory.
                // What
                // holds the split back is the queue of claude:throttle: when it is full, no more rows are read.
                .split(body())
                .streaming()
                .parallelProcessing()
                .to("direct:complaint");

        from("direct:complaint")
                .routeId("complaint")
                .setProperty("row", body())
                // The name of the row's file; a row without a usable id of its own has its number instead.
                .setProperty("rowName", simple("row.${exchangeProperty.CamelSplitIndex}"))
                .choice()
                .when(simple("${body[id]} !regex '[A-Za-z0-9_-]{1,64}'"))
                .throwException(new IllegalArgumentException("the id must be 1 to 64 letters, digits, '-' or '_'"))
                .end()
                .idempotentConsumer(simple("${body[id]}"), new SeenIds())
                .skipDuplicate(false)
                .choice()
                .when(simple("${exchangeProperty.CamelDuplicateMessage}"))
                .throwException(new IllegalArgumentException("the id stands in another row of this file as well"))
                .end()
                .setProperty("rowName", simple("${body[id]}"))
                .setBody(simple("${body[narrative]}"))
                // Before the model has read it, words have to do: whoever fears for house, wages or money goes first.
                .setHeader(ClaudeConstants.PRIORITY, constant("normal"))
                .choice()
                .when(simple("${body} regex '{{triage.urgent}}'"))
                .setHeader(ClaudeConstants.PRIORITY, constant("high"))
                .end()
                // Waits until the call fits into the limits. The prompt and the schema stand in application.properties,
                // since both steps need them.
                .to("claude:throttle")
                .to("claude:messages")
                .setHeader("CamelFileName", simple("${exchangeProperty.rowName}.json"))
                .to("file:{{triage.directory}}/answers?charset=utf-8&tempFileName=.part-${exchangeProperty.rowName}")
                .id("answers");

        from("direct:reject")
                .routeId("reject")
                // A rejection that can't be written must be heard, not rejected again.
                .errorHandler(noErrorHandler())
                .bean(new Rejection())
                .marshal()
                .json(JsonLibrary.Jackson, true)
                .setHeader("CamelFileName", simple("${exchangeProperty.rowName}.json"))
                .to("file:{{triage.directory}}/rejects?tempFileName=.part-${exchangeProperty.rowName}")
                .id("rejects");
    }
}
