/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackendCatalogTest {

    private final BackendCatalog catalog = BackendCatalog.load();

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "anthropic,claude-opus-5-5,-,claude-opus-5-5",
                "bedrock-runtime,claude-opus-5-5,eu,eu.anthropic.claude-opus-5-5",
                "bedrock-runtime,claude-opus-5-5,-,anthropic.claude-opus-5-5",
                "bedrock-runtime,claude-sonnet-4-5-20250929,us,us.anthropic.claude-sonnet-4-5-20250929-v1:0",
                "bedrock-runtime,arn:aws:bedrock:x,eu,arn:aws:bedrock:x",
                "bedrock-runtime,claude-opus-4-6,eu,eu.anthropic.claude-opus-4-6-v1",
                "bedrock-runtime,claude-sonnet-4-6,eu,eu.anthropic.claude-sonnet-4-6",
                "bedrock-runtime,claude-haiku-4-5,eu,eu.anthropic.claude-haiku-4-5-20251001-v1:0",
                "bedrock-runtime,claude-opus-4-5,us,us.anthropic.claude-opus-4-5-20251101-v1:0",
                "vertex,claude-haiku-4-5,-,claude-haiku-4-5@20251001",
                "vertex,claude-sonnet-4-5,-,claude-sonnet-4-5@20250929",
                "anthropic,claude-haiku-4-5,-,claude-haiku-4-5",
                "vertex,claude-haiku-5-5,-,claude-haiku-5-5",
                "vertex,claude-opus-4-5-20251101,-,claude-opus-4-5@20251101"
            })
    void a_model_is_named_once_and_called_as_the_place_does(String kind, String model, String profile, String name) {
        assertThat(catalog.modelName(kind, model, profile)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "anthropic,-,-,global",
                "bedrock-runtime,eu-central-1,-,eu|eu-central-1",
                "bedrock-runtime,eu-central-1,eu,eu",
                "bedrock-runtime,eu-central-1,global,global",
                "bedrock-runtime,ap-northeast-1,-,jp|ap-northeast-1",
                "vertex,europe-west1,-,eu|europe-west1",
                "vertex,asia-northeast1,-,jp|asia-northeast1",
                "vertex,asia-southeast1,-,apac|asia-southeast1",
                "vertex,eu,-,eu",
                "vertex,global,-,global"
            })
    void where_data_is_processed_follows_from_region_and_profile(
            String kind, String region, String profile, String names) {
        assertThat(catalog.regions(kind, region, profile)).containsExactlyInAnyOrder(names.split("\\|"));
    }

    @Test
    void what_a_request_wants_and_a_place_cannot_do_is_told_in_words() {
        assertThat(catalog.cannot("bedrock-runtime", Map.of("speed", "fast", "model", "x")))
                .containsExactly("Bedrock has no fast mode (speed)");
        assertThat(catalog.cannot("vertex", Map.of("mcp_servers", List.of())))
                .containsExactly("Vertex AI has no MCP servers (mcp_servers)");
        assertThat(catalog.cannot(
                        "bedrock-runtime",
                        Map.of("tools", List.of(Map.of("type", "web_search_20260209", "name", "web_search")))))
                .hasSize(1);
        assertThat(catalog.cannot(
                        "vertex",
                        Map.of(
                                "messages",
                                List.of(Map.of("content", List.of(Map.of("source", Map.of("file_id", "f"))))))))
                .containsExactly("Vertex AI has no uploaded files (file_id)");
        assertThat(catalog.cannot("anthropic", Map.of("speed", "fast", "cache_control", Map.of())))
                .isEmpty();
    }

    @Test
    void models_of_a_lineage_share_limits_where_the_provider_pools_them() {
        LimitCatalog limits = LimitCatalog.load();
        EndpointKind vertex = limits.endpoint("vertex");

        assertThat(limits.bucketsOf(vertex, "claude-opus-5-5", "global")).isEqualTo("anthropic-claude-opus");
        assertThat(limits.bucketsOf(vertex, "claude-opus-5-5", "europe-west1")).isEqualTo("claude-opus-5-5");
        assertThat(limits.bucketsOf(limits.endpoint("bedrock-runtime"), "eu.anthropic.claude-opus-5-5", "eu-west-1"))
                .isEqualTo("claude-opus-5-5");
    }

    @Test
    void the_data_has_a_day() {
        assertThat(catalog.asOf()).isNotNull();
    }
}
