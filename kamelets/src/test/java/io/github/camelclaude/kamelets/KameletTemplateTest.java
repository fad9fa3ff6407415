/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.kamelets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelclaude.ClaudeComponent;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each {@code claude:} endpoint of a template, checked against the component's own metadata. */
class KameletTemplateTest {

    static List<KameletFile> kamelets() {
        return KameletFile.all();
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void the_template_only_uses_options_that_the_component_has(KameletFile kamelet) throws Exception {
        CamelCatalog catalog = new DefaultCamelCatalog();
        try (InputStream json =
                ClaudeComponent.class.getResourceAsStream("/META-INF/io/github/camelclaude/claude.json")) {
            catalog.addComponent(
                    "claude", ClaudeComponent.class.getName(), new String(json.readAllBytes(), StandardCharsets.UTF_8));
        }

        List<JsonNode> endpoints = kamelet.yaml().at("/spec/template").findParents("uri").stream()
                .filter(endpoint -> endpoint.path("uri").asText().startsWith("claude:"))
                .toList();
        assertThat(endpoints).isNotEmpty();
        for (JsonNode endpoint : endpoints) {
            EndpointValidationResult result = catalog.validateEndpointProperties(uri(endpoint));
            assertThat(result.isSuccess()).as(result.summaryErrorMessage(false)).isTrue();
        }
    }

    private static String uri(JsonNode endpoint) {
        return endpoint.path("parameters").properties().stream()
                .map(parameter ->
                        parameter.getKey() + "=" + parameter.getValue().asText())
                .collect(Collectors.joining("&", endpoint.path("uri").asText() + "?", ""));
    }
}
