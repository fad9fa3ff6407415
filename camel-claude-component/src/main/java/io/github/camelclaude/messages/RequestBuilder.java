/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import com.anthropic.models.messages.MessageCreateParams;
import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import org.apache.camel.Message;
import org.apache.camel.TypeConversionException;
import org.apache.camel.WrappedFile;

/**
 * Makes the request of a call from a message and the endpoint's defaults. A header beats an option. The body is always
 * prompt text, whatever its characters look like.
 */
final class RequestBuilder {

    private final CallDefaults defaults;

    RequestBuilder(CallDefaults defaults) {
        this.defaults = defaults;
    }

    /** @throws ClaudeInvalidRequestException if the message can't become a request; nothing was sent then */
    MessageCreateParams build(Message message) {
        MessageCreateParams.Builder request = MessageCreateParams.builder()
                .model(header(message, ClaudeConstants.MODEL, defaults.model()))
                .maxTokens(maxTokens(message))
                .addUserMessage(prompt(message));
        String system = header(message, ClaudeConstants.SYSTEM, defaults.system());
        if (system != null && !system.isBlank()) {
            request.system(system);
        }
        if (defaults.outputSchema() != null) {
            request.outputConfig(defaults.outputSchema().config());
        }
        return request.build();
    }

    private static String header(Message message, String name, String otherwise) {
        String value = message.getHeader(name, String.class);
        return value == null || value.isBlank() ? otherwise : value;
    }

    private long maxTokens(Message message) {
        Object value = message.getHeader(ClaudeConstants.MAX_TOKENS);
        if (value == null) {
            return defaults.maxTokens();
        }
        Long tokens = tryConvert(message, value);
        if (tokens == null || tokens < 1) {
            throw new ClaudeInvalidRequestException("Header " + ClaudeConstants.MAX_TOKENS + "=" + value
                    + " must be a whole number of at least 1. Nothing was sent");
        }
        return tokens;
    }

    private static Long tryConvert(Message message, Object value) {
        return message.getExchange()
                .getContext()
                .getTypeConverter()
                .tryConvertTo(Long.class, message.getExchange(), value);
    }

    private static String prompt(Message message) {
        String prompt = text(message);
        if (prompt == null || prompt.codePoints().allMatch(RequestBuilder::isInvisible)) {
            throw new ClaudeInvalidRequestException("The message body is "
                    + (prompt == null ? "missing" : "blank")
                    + ", and a prompt needs at least one visible character. Nothing was sent; filter such messages out"
                    + " before claude:messages or handle this exception");
        }
        return prompt;
    }

    private static boolean isInvisible(int codePoint) {
        return Character.isWhitespace(codePoint)
                || Character.isSpaceChar(codePoint)
                || Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.FORMAT;
    }

    private static String text(Message message) {
        Object body = message.getBody();
        if (body == null) {
            return null;
        }
        if (isText(message, body)) {
            try {
                String text = message.getBody(String.class);
                if (text != null) {
                    return text;
                }
            } catch (TypeConversionException e) {
                // Said below, without the body's content that Camel's own message may quote.
            }
        }
        throw new ClaudeInvalidRequestException("A message body of type "
                + body.getClass().getName()
                + " can't become prompt text. Nothing was sent; convert it to a String, bytes or a stream before"
                + " claude:messages, for example with marshal().json()");
    }

    /** Camel turns anything into a String by its toString(), which is no prompt. */
    private static boolean isText(Message message, Object body) {
        return body instanceof CharSequence
                || body instanceof Number
                || body instanceof WrappedFile
                || message.getExchange().getContext().getTypeConverterRegistry().lookup(String.class, body.getClass())
                        != null;
    }
}
