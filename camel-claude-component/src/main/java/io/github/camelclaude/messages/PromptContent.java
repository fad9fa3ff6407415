/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import io.github.camelclaude.backend.LargestRequest;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import io.github.camelclaude.resilience.ErrorClass;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.TypeConversionException;
import org.apache.camel.WrappedFile;
import org.apache.camel.support.ExchangeHelper;

/**
 * Makes the content of the user's turn from a message body. Text stays text, whatever it looks like. Bytes, files and
 * streams are looked at: a PDF or an image is sent as such, the rest has to be text. What they claim to be by their content
 * type has to be what they are.
 */
final class PromptContent {

    private PromptContent() {}

    /**
     * The content: a String, or a list with one content block.
     *
     * @throws ClaudeInvalidRequestException if the body can't be a prompt; nothing was sent then
     */
    static Object of(Message message) {
        Object body = message.getBody();
        if (body == null) {
            throw unusable("missing");
        }
        if (body instanceof CharSequence || body instanceof Number) {
            return visible(body.toString());
        }
        byte[] bytes = bytes(message, body);
        String type = message.getHeader(Exchange.CONTENT_TYPE, String.class);
        MediaKind kind = MediaKind.of(bytes);
        if (!kind.agreesWith(type)) {
            throw new ClaudeInvalidRequestException("The message body is said to be " + type + " (header "
                    + Exchange.CONTENT_TYPE + ") and is " + kind.description() + ". Nothing was sent");
        }
        return kind == MediaKind.OTHER ? visible(text(message, bytes)) : List.of(block(kind, bytes));
    }

    private static Map<String, Object> block(MediaKind kind, byte[] bytes) {
        Map<String, Object> source = Fields.of("type", "base64", "media_type", kind.mediaType());
        source.put("data", Base64.getEncoder().encodeToString(bytes));
        return Fields.of("type", kind.blockType(), "source", source);
    }

    private static byte[] bytes(Message message, Object body) {
        if (isReadable(message, body)) {
            try (InputStream in = message.getBody(InputStream.class)) {
                if (in != null) {
                    return atMost(in);
                }
            } catch (IOException e) {
                throw new ClaudeInvalidRequestException(
                        "The message body can't be read (" + e.getClass().getSimpleName() + "). Nothing was sent");
            } catch (TypeConversionException e) {
                // Said below, without the body's content that Camel's own message may quote.
            }
        }
        throw new ClaudeInvalidRequestException("A message body of type "
                + body.getClass().getName()
                + " can't become a prompt. Nothing was sent; convert it to a String, bytes or a stream before"
                + " claude:messages, for example with marshal().json(), or set bodyFormat to request or turns");
    }

    /** Camel turns anything into text by its toString(), which is no prompt. */
    private static boolean isReadable(Message message, Object body) {
        return body instanceof WrappedFile
                || body instanceof InputStream
                || message.getExchange()
                                .getContext()
                                .getTypeConverterRegistry()
                                .lookup(InputStream.class, body.getClass())
                        != null;
    }

    private static byte[] atMost(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(LargestRequest.BYTES + 1);
        if (bytes.length > LargestRequest.BYTES) {
            throw new ClaudeInvalidRequestException(
                    ErrorClass.OVERSIZE,
                    "The message body is longer than the %,d bytes that the API takes. Nothing was sent; make it smaller"
                            .formatted(LargestRequest.BYTES),
                    null);
        }
        return bytes;
    }

    private static String text(Message message, byte[] bytes) {
        Charset charset = Charset.forName(ExchangeHelper.getCharsetName(message.getExchange()));
        try {
            return charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ClaudeInvalidRequestException("The message body is neither a PDF, a PNG, JPEG, GIF or WebP image"
                    + " nor text in " + charset + ". Nothing was sent; for text in another charset set the exchange"
                    + " property " + Exchange.CHARSET_NAME);
        }
    }

    private static String visible(String prompt) {
        if (!isVisible(prompt)) {
            throw unusable("blank");
        }
        return prompt;
    }

    static boolean isVisible(String prompt) {
        return !prompt.codePoints().allMatch(PromptContent::isInvisible);
    }

    private static boolean isInvisible(int codePoint) {
        return Character.isWhitespace(codePoint)
                || Character.isSpaceChar(codePoint)
                || Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.FORMAT;
    }

    private static ClaudeInvalidRequestException unusable(String how) {
        return new ClaudeInvalidRequestException("The message body is " + how
                + ", and a prompt needs at least one visible character. Nothing was sent; filter such messages out"
                + " before claude:messages or handle this exception");
    }
}
