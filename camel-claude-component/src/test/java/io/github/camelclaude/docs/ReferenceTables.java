/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.docs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.function.Predicate;

/** The option and header tables of the reference page, from the component's own metadata. */
final class ReferenceTables {

    private final JsonNode metadata;

    ReferenceTables(JsonNode metadata) {
        this.metadata = metadata;
    }

    /** Everything between the markers of the page. */
    String render() {
        return options("Endpoint options", "properties", option -> "parameter".equals(text(option, "kind")))
                + options("Component options", "componentProperties", option -> true)
                + headers();
    }

    private String options(String title, String section, Predicate<JsonNode> which) {
        StringBuilder table = new StringBuilder("." + title + "\n[cols=\"2,4,1,1\",options=\"header\"]\n|===\n"
                + "| name | description | default | type\n\n");
        for (Map.Entry<String, JsonNode> option : metadata.path(section).properties()) {
            if (which.test(option.getValue())) {
                table.append(row(option.getKey(), option.getValue()));
            }
        }
        return table.append("|===\n\n").toString();
    }

    private static String row(String name, JsonNode option) {
        String fallback = text(option, "defaultValue");
        return "| `%s` | %s%s | %s | %s%n"
                .formatted(
                        name,
                        literal(text(option, "description")),
                        option.path("secret").asBoolean() ? " _Secret._" : "",
                        fallback.isEmpty() ? "" : "`" + fallback + "`",
                        type(option));
    }

    private static String type(JsonNode option) {
        if (option.has("enum")) {
            StringBuilder values = new StringBuilder();
            option.path("enum")
                    .forEach(
                            value -> values.append(values.isEmpty() ? "" : ", ").append(value.asText()));
            return values.toString();
        }
        if ("duration".equals(text(option, "type"))) {
            return "Duration";
        }
        return text(option, "javaType").replaceAll("[a-z]+\\.", "");
    }

    private String headers() {
        StringBuilder table = new StringBuilder(
                ".Headers\n[cols=\"2,4,1\",options=\"header\"]\n|===\n| name | description | type\n\n");
        for (Map.Entry<String, JsonNode> header : metadata.path("headers").properties()) {
            table.append("| `%s` | %s | %s%n"
                    .formatted(
                            header.getKey(), literal(text(header.getValue(), "description")), type(header.getValue())));
        }
        return table.append("|===\n").toString();
    }

    /** AsciiDoc takes braces for attributes and bars for cells. */
    private static String literal(String text) {
        return text.replace("{{", "\\{{").replace("|", "\\|").replace("*", "{asterisk}");
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText();
    }
}
