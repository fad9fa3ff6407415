/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.kamelets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules that the Kamelet catalog of Apache Camel holds its own Kamelets to. */
class KameletRulesTest {

    private static final Set<String> SUPPORT_LEVELS = Set.of("Stable", "Preview", "Experimental");

    static List<KameletFile> kamelets() {
        return KameletFile.all();
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void name_type_file_and_title_agree(KameletFile kamelet) {
        String type = kamelet.yaml()
                .path("metadata")
                .path("labels")
                .path("camel.apache.org/kamelet.type")
                .asText();

        assertThat(kamelet.fileName()).isEqualTo(kamelet.name() + ".kamelet.yaml");
        assertThat(type).isIn("source", "sink", "action");
        assertThat(kamelet.name()).endsWith("-" + type);
        assertThat(kamelet.definition().path("title").asText().toLowerCase()).endsWith(" " + type);
        assertThat(kamelet.yaml().path("apiVersion").asText()).isEqualTo("camel.apache.org/v1");
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void annotations_are_complete(KameletFile kamelet) {
        assertThat(kamelet.annotation("kamelet.support.level").asText()).isIn(SUPPORT_LEVELS);
        assertThat(kamelet.annotation("catalog.version").asText()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
        assertThat(kamelet.annotation("provider").asText()).isEqualTo("Camel Claude");
        assertThat(kamelet.annotation("kamelet.group").asText()).isNotBlank();
        assertThat(kamelet.annotation("kamelet.namespace").asText()).isNotBlank();
        String icon = kamelet.annotation("kamelet.icon").asText();
        assertThat(icon).startsWith("data:image/svg+xml;base64,");
        assertThat(new String(Base64.getDecoder().decode(icon.substring(icon.indexOf(',') + 1))))
                .startsWith("<svg");
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void each_property_is_titled_described_and_typed(KameletFile kamelet) {
        assertThat(kamelet.definition().path("type").asText()).isEqualTo("object");
        List<String> titles = new ArrayList<>();
        List<String> descriptions = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property : kamelet.properties()) {
            JsonNode value = property.getValue();
            assertThat(property.getKey()).isNotEqualTo("id");
            assertThat(value.path("title").asText()).as(property.getKey()).matches("[A-Z].*");
            assertThat(value.path("description").asText())
                    .as(property.getKey())
                    .matches("(?s)[A-Z].*\\.")
                    .doesNotMatch("(?s)(The|A|An) .*");
            assertThat(value.path("type").asText())
                    .as(property.getKey())
                    .isIn("string", "integer", "boolean", "number");
            titles.add(value.path("title").asText());
            descriptions.add(value.path("description").asText());
        }
        assertThat(titles).doesNotHaveDuplicates();
        assertThat(descriptions).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void a_secret_is_a_password_of_the_credentials_group(KameletFile kamelet) {
        for (Map.Entry<String, JsonNode> property : kamelet.properties()) {
            boolean password =
                    "password".equals(property.getValue().path("format").asText());
            boolean credentials =
                    property.getValue().path("x-descriptors").toString().contains("urn:camel:group:credentials");
            boolean secret = property.getKey().toLowerCase().matches(".*(key|secret|password|token)$");

            assertThat(password).as(property.getKey()).isEqualTo(credentials).isEqualTo(secret);
        }
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void what_is_declared_is_used_and_what_is_used_is_declared(KameletFile kamelet) {
        Set<String> declared = new TreeSet<>();
        kamelet.properties().forEach(property -> declared.add(property.getKey()));

        assertThat(new TreeSet<>(kamelet.used())).isEqualTo(declared);
        assertThat(kamelet.definition().path("required"))
                .allSatisfy(name -> assertThat(name.asText()).isIn(declared));
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void dependencies_can_be_resolved_by_camel_k(KameletFile kamelet) {
        assertThat(kamelet.dependencies())
                .contains("camel:core", "camel:kamelet")
                .allMatch(name -> name.matches("camel:[a-z0-9-]+|mvn:[^:@]+:[^:@]+:\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?"));
        assertThat(kamelet.text()).doesNotContain("@project");
    }
}
