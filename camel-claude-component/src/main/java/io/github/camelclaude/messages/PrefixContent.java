/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import io.github.camelclaude.prefix.CachePrefix;
import io.github.camelclaude.prefix.CachePrefix.Part;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.MessageHelper;

/** Makes layers of a prefix from texts, bytes, lists and message bodies. */
public final class PrefixContent {

    private PrefixContent() {}

    /**
     * Adds to a layer.
     *
     * @param content a text, bytes, or a list of maps
     * @param origin  where it comes from, for messages
     * @param title   what a document is called, or empty
     * @throws IllegalArgumentException if the layer can't have this content
     */
    public static void add(CachePrefix.Builder prefix, Part part, Object content, String origin, String title) {
        if (content instanceof byte[] bytes) {
            MediaKind kind = MediaKind.of(bytes);
            if (part == Part.DOCUMENTS && kind != MediaKind.OTHER) {
                prefix.add(part, List.of(titled(media(kind, bytes), kind == MediaKind.PDF ? title : "")));
                return;
            }
            text(prefix, part, decoded(bytes, origin), origin, title);
        } else if (content instanceof CharSequence text) {
            text(prefix, part, text.toString(), origin, title);
        } else if (content instanceof List<?> list) {
            prefix.add(part, maps(part == Part.TOOLS ? Tools.of(list, origin) : list, origin));
        } else {
            throw new IllegalArgumentException(origin + " must be a text, bytes or a list of maps, and is "
                    + content.getClass().getName());
        }
    }

    private static void text(CachePrefix.Builder prefix, Part part, String text, String origin, String title) {
        switch (part) {
            case TOOLS -> prefix.addAsWritten(part, maps(Tools.of(text, origin), origin));
            case HISTORY -> prefix.addAsWritten(part, maps(array(text, origin), origin));
            case SYSTEM -> prefix.add(part, List.of(block(visible(text, origin))));
            case DOCUMENTS ->
                prefix.add(
                        part,
                        List.of(
                                title.isEmpty()
                                        ? block(visible(text, origin))
                                        : document(visible(text, origin), title)));
        }
    }

    private static List<?> array(String text, String origin) {
        try {
            return Json.array(text);
        } catch (Json.NotJson e) {
            throw new IllegalArgumentException(origin + " must be a JSON array of turns: " + e.getMessage(), e);
        }
    }

    private static List<Map<?, ?>> maps(List<?> list, String origin) {
        List<Map<?, ?>> maps = new ArrayList<>();
        for (Object element : list) {
            if (!(element instanceof Map<?, ?> map)) {
                throw new IllegalArgumentException(
                        origin + " must be a list of maps; number " + (maps.size() + 1) + " is none");
            }
            maps.add(map);
        }
        return maps;
    }

    private static String visible(String text, String origin) {
        if (!PromptContent.isVisible(text)) {
            throw new IllegalArgumentException(origin + " is empty");
        }
        return text;
    }

    private static String decoded(byte[] bytes, String origin) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    origin + " is no text in UTF-8; PDFs and images are documents of a prefix only", e);
        }
    }

    private static Map<String, Object> block(String text) {
        return Fields.of("type", "text", "text", text);
    }

    private static Map<String, Object> document(String text, String title) {
        Map<String, Object> source = Fields.of("type", "text", "media_type", "text/plain");
        source.put("data", text);
        return titled(Fields.of("type", "document", "source", source), title);
    }

    private static Map<String, Object> media(MediaKind kind, byte[] bytes) {
        Map<String, Object> source = Fields.of("type", "base64", "media_type", kind.mediaType());
        source.put("data", Base64.getEncoder().encodeToString(bytes));
        return Fields.of("type", kind.blockType(), "source", source);
    }

    private static Map<String, Object> titled(Map<String, Object> block, String title) {
        if (!title.isEmpty()) {
            block.put("title", title);
        }
        return block;
    }

    /**
     * Adds what a message body says: a text or a file is a document, turns are history, a request has tools, a system prompt
     * and turns. The message can still be read afterwards.
     *
     * @return whether it says anything
     * @throws ClaudeInvalidRequestException if it can't become layers
     */
    public static boolean addBody(CachePrefix.Builder prefix, Exchange exchange, BodyFormat format) {
        Message message = exchange.getMessage();
        if (message.getBody() == null || message.getBody() instanceof String text && text.isBlank()) {
            return false;
        }
        boolean written = !(message.getBody() instanceof Map || message.getBody() instanceof List);
        RequestBuilder.keepReadable(message);
        try {
            switch (format) {
                case text -> {
                    Object content = PromptContent.of(message);
                    add(prefix, Part.DOCUMENTS, content, "The message body", "");
                }
                case turns -> add(prefix, Part.HISTORY, maps(RequestBuilder.turns(message), "The body"), written);
                case request -> request(prefix, RequestBuilder.request(message), written);
            }
        } catch (IllegalArgumentException e) {
            throw new ClaudeInvalidRequestException(e.getMessage() + ". Nothing was declared");
        } finally {
            MessageHelper.resetStreamCache(message);
        }
        return true;
    }

    private static void request(CachePrefix.Builder prefix, Map<String, Object> request, boolean written) {
        Map<String, Object> rest = new LinkedHashMap<>(request);
        String origin = "The request in the message body";
        if (rest.remove("tools") instanceof List<?> tools) {
            add(prefix, Part.TOOLS, maps(Tools.of(tools, origin), origin), written);
        }
        Object system = rest.remove("system");
        if (system instanceof CharSequence text) {
            prefix.system(visible(text.toString(), origin));
        } else if (system instanceof List<?> blocks) {
            add(prefix, Part.SYSTEM, maps(blocks, origin), written);
        }
        if (rest.remove("messages") instanceof List<?> turns) {
            add(prefix, Part.HISTORY, maps(turns, origin), written);
        }
        if (!rest.isEmpty()) {
            throw new IllegalArgumentException(origin + " has " + rest.size()
                    + " fields that no prefix has: it may have tools, system and messages");
        }
    }

    private static void add(CachePrefix.Builder prefix, Part part, List<Map<?, ?>> maps, boolean written) {
        if (written) {
            prefix.addAsWritten(part, maps);
        } else {
            prefix.add(part, maps);
        }
    }
}
