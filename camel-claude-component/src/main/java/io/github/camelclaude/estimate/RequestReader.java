/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.estimate;

import java.util.List;
import java.util.Map;

/**
 * Takes a request of the Messages API apart: system, tools, messages. Texts go by their content class; structure that has no
 * rule of its own (tool definitions, tool input, unknown blocks) counts as JSON, with its longer texts as what they are. What
 * frames them is {@value #PER_REQUEST} tokens a request, {@value #PER_MESSAGE} a message and {@value #WITH_TOOLS} if there are
 * tools (the documentation names 286 to 804, by model and choice).
 */
final class RequestReader {

    static final int PER_REQUEST = 3;
    static final int PER_MESSAGE = 4;
    static final int WITH_TOOLS = 350;

    private static final int DEEPEST = 64;
    /** Texts inside of structure that are longer than this are looked at; shorter ones are part of it. */
    private static final int OWN_TEXT = 64;

    private final RequestContent.Counter counter = new RequestContent.Counter();

    private RequestReader() {}

    static RequestContent read(Map<String, Object> request) {
        RequestReader reader = new RequestReader();
        reader.counter.add(ContentClass.FRAME, PER_REQUEST);
        if (request.get("cache_control") != null) {
            reader.counter.markCache();
        }
        reader.content(request.get("system"), 0);
        if (request.get("tools") instanceof List<?> tools && !tools.isEmpty()) {
            reader.counter.add(ContentClass.FRAME, WITH_TOOLS);
            reader.structure(tools, 0);
        }
        if (request.get("output_config") instanceof Map<?, ?> config) {
            reader.structure(config.get("format"), 0);
        }
        if (request.get("messages") instanceof List<?> messages) {
            messages.forEach(reader::message);
        }
        return reader.counter.total();
    }

    static RequestContent ofBlock(Object block) {
        RequestReader reader = new RequestReader();
        reader.block(block, 0);
        return reader.counter.total();
    }

    static RequestContent ofStructure(Object structure) {
        RequestReader reader = new RequestReader();
        reader.structure(structure, 0);
        return reader.counter.total();
    }

    private void message(Object message) {
        counter.add(ContentClass.FRAME, PER_MESSAGE);
        if (message instanceof Map<?, ?> turn) {
            content(turn.get("content"), 0);
        }
    }

    private void content(Object content, int depth) {
        if (content instanceof CharSequence text) {
            TextClassifier.count(text, counter);
        } else if (content instanceof List<?> blocks) {
            blocks.forEach(block -> block(block, depth + 1));
        } else if (content != null) {
            block(content, depth + 1);
        }
    }

    private void block(Object block, int depth) {
        if (depth > DEEPEST) {
            return;
        }
        if (!(block instanceof Map<?, ?> fields)) {
            structure(block, depth);
            return;
        }
        if (fields.get("cache_control") != null) {
            counter.markCache();
        }
        String type = fields.get("type") instanceof String name ? name : "";
        switch (type) {
            case "text" -> content(fields.get("text"), depth);
            case "image" -> counter.add(ContentClass.MEDIA, MediaSize.image(source(fields)));
            case "document" -> document(fields, depth);
            case "tool_result" -> content(fields.get("content"), depth);
            case "thinking" -> content(fields.get("thinking"), depth);
            default -> structure(fields, depth);
        }
    }

    private void document(Map<?, ?> fields, int depth) {
        Map<?, ?> source = source(fields);
        content(fields.get("title"), depth);
        content(fields.get("context"), depth);
        Object type = source.get("type");
        if ("text".equals(type)) {
            content(source.get("data"), depth);
        } else if ("content".equals(type)) {
            content(source.get("content"), depth);
        } else {
            counter.add(ContentClass.MEDIA, MediaSize.document(source));
        }
    }

    private static Map<?, ?> source(Map<?, ?> fields) {
        return fields.get("source") instanceof Map<?, ?> source ? source : Map.of();
    }

    /** As it would be written in JSON without blanks. */
    private void structure(Object value, int depth) {
        if (depth > DEEPEST || value == null) {
            return;
        }
        if (value instanceof Map<?, ?> fields) {
            if (fields.get("cache_control") != null) {
                counter.markCache();
            }
            counter.add(ContentClass.JSON, 2);
            fields.forEach((name, field) -> {
                if (!"cache_control".equals(name)) {
                    counter.add(ContentClass.JSON, String.valueOf(name).length() + 4.0);
                    structure(field, depth + 1);
                }
            });
        } else if (value instanceof Iterable<?> elements) {
            counter.add(ContentClass.JSON, 2);
            elements.forEach(element -> {
                counter.add(ContentClass.JSON, 1);
                structure(element, depth + 1);
            });
        } else if (value instanceof CharSequence text) {
            counter.add(ContentClass.JSON, 2);
            text(text);
        } else {
            counter.add(ContentClass.JSON, String.valueOf(value).length());
        }
    }

    private void text(CharSequence text) {
        if (text.length() > OWN_TEXT) {
            TextClassifier.count(text, counter);
        } else {
            counter.add(ContentClass.JSON, text.length());
        }
    }
}
