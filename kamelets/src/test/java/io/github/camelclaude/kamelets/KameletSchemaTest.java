/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.kamelets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kubernetes prunes what it does not know instead of refusing it, so a typo must be found here. */
class KameletSchemaTest {

    static List<KameletFile> kamelets() {
        return KameletFile.all();
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void each_kamelet_is_valid_by_the_strict_schema_of_camel_k(KameletFile kamelet) throws Exception {
        assertThat(strictSchema().validate(kamelet.yaml())).isEmpty();
    }

    @Test
    void a_typo_is_found() throws Exception {
        ObjectNode kamelet = KameletFile.all().get(0).yaml().deepCopy();
        ObjectNode spec = (ObjectNode) kamelet.get("spec");
        spec.set("defintion", spec.remove("definition"));

        assertThat(strictSchema().validate(kamelet)).isNotEmpty();
    }

    private static JsonSchema strictSchema() throws IOException {
        try (InputStream crd = KameletSchemaTest.class.getResourceAsStream("/camel.apache.org_kamelets.yaml")) {
            JsonNode versions = new YAMLMapper().readTree(crd).at("/spec/versions");
            for (JsonNode version : versions) {
                if ("v1".equals(version.path("name").asText())) {
                    JsonNode schema = version.at("/schema/openAPIV3Schema").deepCopy();
                    closeTopDown(schema);
                    return JsonSchemaFactory.getInstance(VersionFlag.V4).getSchema(schema);
                }
            }
            throw new IllegalStateException("The CRD has no version v1");
        }
    }

    private static void closeTopDown(JsonNode schema) {
        List<JsonNode> children = new ArrayList<>();
        for (Map.Entry<String, JsonNode> child : schema.properties()) {
            if (!"metadata".equals(child.getKey())) {
                children.add(child.getValue());
            }
        }
        children.forEach(KameletSchemaTest::closeTopDown);
        boolean open = schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
        if (schema instanceof ObjectNode node && node.has("properties") && node.has("type") && !open) {
            node.put("additionalProperties", false);
        }
    }
}
