/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import com.anthropic.core.ObjectMappers;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import io.github.camelclaude.resilience.ClaudeServerException;
import io.github.camelclaude.resilience.ClaudeTransportException;
import io.github.camelclaude.resilience.ErrorClass;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes of a stream the answer that the same call has without streaming. */
public final class WholeAnswer {

    private static final ObjectReader READER = ObjectMappers.jsonMapper().readerFor(RawMessageStreamEvent.class);

    private WholeAnswer() {}

    /**
     * Reads a stream to its end; blocks.
     *
     * @param seen is shown each event when it comes
     * @throws io.github.camelclaude.resilience.ClaudeException if the stream breaks off
     */
    public static BackendAnswer of(BackendStream stream, Consumer<StreamEvent> seen) {
        if (stream.whole().isPresent()) {
            return stream.whole().get();
        }
        MessageAccumulator whole = MessageAccumulator.create();
        boolean complete = false;
        while (stream.hasNext()) {
            StreamEvent event = stream.next();
            seen.accept(event);
            whole.accumulate(read(event));
            complete |= event.type().equals("message_stop");
        }
        if (!complete) {
            throw new ClaudeTransportException(ErrorClass.NETWORK, "The answer broke off before its end", null);
        }
        Message message = whole.message();
        return new BackendAnswer(
                message, Optional.ofNullable(stream.requestId()), stream.isSimulated(), stream.headers());
    }

    private static RawMessageStreamEvent read(StreamEvent event) {
        try {
            return READER.readValue(event.json());
        } catch (JsonProcessingException e) {
            throw new ClaudeServerException("An event of the answer can't be read: " + e.getOriginalMessage(), null);
        }
    }
}
