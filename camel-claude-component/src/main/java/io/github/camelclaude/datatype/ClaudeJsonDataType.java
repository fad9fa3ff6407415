/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.datatype;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.spi.DataType;
import org.apache.camel.spi.DataTypeTransformer;
import org.apache.camel.spi.Transformer;

/**
 * JSON text from a JSON value: what a parsed answer has to become for a sink that takes text. Text, bytes and streams have
 * to be JSON already.
 */
@DataTypeTransformer(
        name = "claude:json",
        description = "JSON text, from a parsed JSON value or from text, bytes or a stream that is JSON already")
public class ClaudeJsonDataType extends Transformer {

    @Override
    public void transform(Message message, DataType from, DataType to) throws Exception {
        Object body = message.getBody();
        message.setBody(JsonText.isValue(body) ? JsonText.of(body) : JsonText.checked(message.getBody(String.class)));
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    }
}
