/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.util.TimeUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the metadata says of an option is what the option does. */
class MetadataTest {

    record Option(String name, JsonNode data) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Option> options() throws IOException {
        return metadata("componentProperties");
    }

    private static Stream<Option> metadata(String section) throws IOException {
        try (InputStream json = MetadataTest.class.getResourceAsStream("/META-INF/io/github/camelclaude/claude.json")) {
            JsonNode metadata = JsonMapper.builder().build().readTree(json);
            List<Map.Entry<String, JsonNode>> entries =
                    List.copyOf(metadata.path(section).properties());
            return entries.stream().map(entry -> new Option(entry.getKey(), entry.getValue()));
        }
    }

    @ParameterizedTest
    @MethodSource("options")
    void the_default_that_is_documented_is_the_default_that_holds(Option option) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            ClaudeComponent component = context.getComponent("claude", ClaudeComponent.class);
            PropertyConfigurer configurer = PluginHelper.getConfigurerResolver(context.getCamelContextExtension())
                    .resolvePropertyConfigurer("claude-component", context);
            Object actual = ((PropertyConfigurerGetter) configurer).getOptionValue(component, option.name(), true);
            String documented = option.data().path("defaultValue").asText("");

            if ("duration".equals(option.data().path("type").asText())) {
                assertThat(actual).isEqualTo(TimeUtils.toMilliSeconds(documented));
            } else if (!"configuration".equals(option.name())) {
                assertThat(actual == null ? "" : actual.toString()).isEqualTo(documented);
            }
        }
    }

    @Test
    void each_option_and_header_says_what_it_is() throws IOException {
        assertThat(Stream.of("componentProperties", "properties", "headers").flatMap(MetadataTest::quietly))
                .isNotEmpty()
                .allSatisfy(
                        option -> assertThat(option.data().path("description").asText())
                                .as(option.name())
                                .hasSizeGreaterThan(10));
    }

    private static Stream<Option> quietly(String section) {
        try {
            return metadata(section);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
