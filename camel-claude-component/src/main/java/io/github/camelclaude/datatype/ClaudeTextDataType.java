/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.datatype;

import com.anthropic.models.messages.ContentBlock;
import java.util.stream.Collectors;
import org.apache.camel.Message;
import org.apache.camel.spi.DataType;
import org.apache.camel.spi.DataTypeTransformer;
import org.apache.camel.spi.Transformer;

/**
 * What {@code claude:messages} takes for a prompt: maps and lists become JSON text, an answer of the SDK becomes its text,
 * and what can be a prompt already (text, a PDF, an image, a file, a stream) stays.
 */
@DataTypeTransformer(
        name = "claude:text",
        description = "A prompt for Claude: maps and lists become JSON text, an answer of the SDK becomes its text, the"
                + " rest stays")
public class ClaudeTextDataType extends Transformer {

    @Override
    public void transform(Message message, DataType from, DataType to) throws Exception {
        Object body = message.getBody();
        if (body instanceof com.anthropic.models.messages.Message answer) {
            message.setBody(text(answer));
        } else if (body != null && JsonText.isValue(body)) {
            message.setBody(JsonText.of(body));
        }
    }

    private static String text(com.anthropic.models.messages.Message answer) {
        return answer.content().stream()
                .filter(ContentBlock::isText)
                .map(block -> block.asText().text())
                .collect(Collectors.joining());
    }
}
