/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import com.anthropic.models.messages.Message;
import io.github.camelclaude.backend.AnthropicApi;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Converter;

/** What Camel may turn our bodies into by itself. */
@Converter(generateLoader = true)
public final class ClaudeConverters {

    private ClaudeConverters() {}

    /** The text of an answer. */
    @Converter
    public static String toText(Message message) {
        return message.content().stream()
                .flatMap(block -> block.text().stream())
                .map(block -> block.text())
                .collect(Collectors.joining());
    }

    /** An answer as the service sent it, for example to be marshalled. */
    @Converter
    public static Map<String, Object> toMap(Message message) {
        return AnthropicApi.fields(message);
    }

    /** A piece of text. */
    @Converter
    public static String toText(StreamChunk.Text chunk) {
        return chunk.text();
    }
}
