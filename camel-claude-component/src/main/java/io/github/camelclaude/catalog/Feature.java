/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** What a request may want that not every backend can do. */
enum Feature {
    AUTOMATIC_CACHING(
            "automatic prompt caching (cache_control beside the messages)", body -> body.containsKey("cache_control")),
    FAST_MODE("fast mode (speed)", body -> "fast".equals(body.get("speed"))),
    SERVICE_TIER("service tiers (service_tier)", body -> body.containsKey("service_tier")),
    INFERENCE_GEO("a choice of geography (inference_geo)", body -> body.containsKey("inference_geo")),
    SERVER_TOOLS("tools that the service runs itself (tools)", Feature::hasServerTools),
    MCP("MCP servers (mcp_servers)", body -> body.containsKey("mcp_servers")),
    FILES("uploaded files (file_id)", body -> hasFile(body.get("messages")) || hasFile(body.get("system")));

    private final String words;
    private final Predicate<Map<String, Object>> wanted;

    Feature(String words, Predicate<Map<String, Object>> wanted) {
        this.words = words;
        this.wanted = wanted;
    }

    static Feature named(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    String words() {
        return words;
    }

    boolean isWantedBy(Map<String, Object> body) {
        return wanted.test(body);
    }

    /** A tool with a type that is none of the caller's own. */
    private static boolean hasServerTools(Map<String, Object> body) {
        return body.get("tools") instanceof List<?> tools
                && tools.stream()
                        .anyMatch(tool -> tool instanceof Map<?, ?> fields
                                && fields.get("type") instanceof String type
                                && type.matches("(web_search|web_fetch|code_execution|tool_search)_.*"));
    }

    private static boolean hasFile(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().anyMatch(Feature::hasFile);
        }
        return value instanceof Map<?, ?> map
                && (map.containsKey("file_id") || hasFile(map.get("content")) || hasFile(map.get("source")));
    }
}
