/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelclaude.call.WhenFull;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StartUpTest extends RouteTestSupport {

    @Test
    void without_a_model_it_fails_and_lists_the_current_ones() {
        component.getConfiguration().setModel(null);

        assertThatThrownBy(() -> startWith("claude:messages"))
                .rootCause()
                .hasMessageContaining("needs a model")
                .hasMessageContaining("camel.component.claude.model")
                .hasMessageContaining("claude-opus-5-5")
                .hasMessageContaining("claude-haiku-5-5");
    }

    @Test
    void without_a_key_it_fails_and_names_the_ways_to_give_one() {
        component.getConfiguration().setApiKey(null);

        assertThatThrownBy(() -> startWith("claude:messages"))
                .rootCause()
                .hasMessageContaining("needs an API key")
                .hasMessageContaining("camel.component.claude.apiKey={{env:ANTHROPIC_API_KEY}}")
                .hasMessageContaining("vault");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "claude:ask | claude:ask is not an operation",
                "claude:messages?maxTokens=0 | maxTokens=0",
                "claude:messages?callTimeout=0 | callTimeout=0",
                "claude:messages?baseUrl=ftp://example.org | baseUrl=ftp://example.org is not usable",
                "claude:messages?baseUrl=https://user:pw@example.org | without credentials",
                "claude:messages?responseFormat=xml | responseFormat=xml must be one of [text, json, message]",
                "claude:throttle?whenFull=refuze | whenFull=refuze must be one of [wait, refuse]",
                "claude:messages?modell=x | modell",
                "claude:messages?outputSchema=resource:classpath:missing.json | missing.json",
                "claude:messages?system=resource:classpath:missing.txt | missing.txt",
                "claude:messages?outputSchema=#nobody | #nobody must be a JSON object",
                "claude:messages?outputSchema=[1] | The JSON schema of outputSchema",
            })
    void a_wrong_option_fails_and_is_named_with_its_value(String uri, String complaint) {
        assertThatThrownBy(() -> startWith(uri)).hasStackTraceContaining(complaint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk-ant-secret\n", "sk ant secret", "sk-ant-sécret"})
    void a_mangled_key_fails_without_being_shown(String key) {
        component.getConfiguration().setApiKey(key);

        assertThatThrownBy(() -> startWith("claude:messages"))
                .rootCause()
                .hasMessageContaining("apiKey is empty or has a blank")
                .hasMessageNotContaining("cret");
    }

    @Test
    void a_choice_may_be_written_as_camel_allows_and_be_a_bean() throws Exception {
        context.getRegistry().bind("asBean", WhenFull.refuse);

        startWith("claude:messages?whenFull=#asBean&responseFormat=JSON&bodyFormat=Request");
    }

    @Test
    void a_schema_may_come_from_a_file_a_bean_or_the_option_itself() throws Exception {
        claude.says("{}");
        context.getRegistry().bind("asMap", Map.of("type", "object", "title", "map"));
        context.getRegistry().bind("asText", "{\"type\":\"object\",\"title\":\"text\"}");
        component.getConfiguration().setOutputSchema("{\"type\":\"object\",\"title\":\"option\"}");
        startWith("claude:messages");

        for (String uri : new String[] {
            "claude:messages",
            "claude:messages?outputSchema=resource:classpath:schema.json",
            "claude:messages?outputSchema=#asMap",
            "claude:messages?outputSchema=#bean:asText",
        }) {
            context.createProducerTemplate().requestBody(uri, "x", String.class);
        }

        assertThat(claude.asked())
                .extracting(asked ->
                        asked.body().at("/output_config/format/schema/title").asText())
                .containsExactly("option", "file", "map", "text");
    }

    @Test
    void a_split_may_start_its_steps_before_the_context_has_started_the_component() throws Exception {
        claude.says("answer");
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask").split(body()).to("claude:messages");
            }
        });
        context.start();

        assertThat(ask(List.of("one", "two")).getException()).isNull();
        assertThat(claude.asked()).hasSize(2);
    }

    @Test
    void the_key_is_masked_in_the_endpoint_uri() throws Exception {
        startWith("claude:messages?apiKey=sk-ant-on-the-uri");

        assertThat(context.getEndpoints().toString()).doesNotContain("sk-ant-on-the-uri");
        assertThat(context.getRoutes().get(0).toString()).doesNotContain("sk-ant-on-the-uri");
    }
}
