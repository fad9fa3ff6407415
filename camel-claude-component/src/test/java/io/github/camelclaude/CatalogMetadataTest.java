/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What tools and editors see of the component. */
class CatalogMetadataTest {

    private final CamelCatalog catalog = new DefaultCamelCatalog();

    @BeforeEach
    void addComponent() throws Exception {
        try (InputStream json = getClass().getResourceAsStream("/META-INF/io/github/camelclaude/claude.json")) {
            catalog.addComponent(
                    "claude", ClaudeComponent.class.getName(), new String(json.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void a_right_uri_is_right() {
        assertThat(validate("claude:messages?model=claude-haiku-5-5&maxTokens=100&responseFormat=json&callTimeout=30s")
                        .isSuccess())
                .isTrue();
        assertThat(validate("claude:count-tokens?model=claude-haiku-5-5&system=resource:classpath:system.txt")
                        .isSuccess())
                .isTrue();
        assertThat(validate("claude:models").isSuccess()).isTrue();
    }

    @Test
    void an_unknown_option_and_a_wrong_value_are_found() {
        assertThat(validate("claude:messages?modell=x").getUnknown()).containsExactly("modell");
        assertThat(validate("claude:messages?responseFormat=xml").getInvalidEnum())
                .containsKey("responseFormat");
        assertThat(validate("claude:messages?maxTokens=many").getInvalidInteger())
                .containsKey("maxTokens");
        assertThat(validate("claude:mesages").getInvalidEnum()).containsKey("operation");
    }

    private EndpointValidationResult validate(String uri) {
        return catalog.validateEndpointProperties(uri);
    }
}
