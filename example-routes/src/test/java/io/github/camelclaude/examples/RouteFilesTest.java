/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.github.camelclaude.ClaudeComponent;
import io.github.camelclaude.simulator.ClaudeSimulator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every YAML route that this project shows anybody: in its examples and in its pages. Each passes the schema of the DSL, and
 * each of its endpoints the catalog with our own metadata.
 */
class RouteFilesTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern MARKDOWN = Pattern.compile("(?s)```yaml\\n(.*?)```");
    private static final Pattern ASCIIDOC = Pattern.compile("(?s)\\[source,yaml]\\n----\\n(.*?)\\n----");

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final JsonSchema SCHEMA = schema();
    private static final CamelCatalog CATALOG = catalog();
    private static final Set<String> ROOT_KEYS = Set.of("beans", "from", "onException", "route", "routeTemplate");

    record RouteFile(String name, String text) {

        /** As it is loaded; steps without a route, as pages show them, stand in one. */
        JsonNode tree() throws IOException {
            JsonNode shown = YAML.readTree(text);
            if (ROOT_KEYS.contains(shown.path(0).fieldNames().next())) {
                return shown;
            }
            ObjectNode from = YAML.createObjectNode().put("uri", "direct:start");
            from.set("steps", shown);
            return YAML.createArrayNode().add(YAML.createObjectNode().set("from", from));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<RouteFile> routes() throws IOException {
        return Stream.of(
                        files(Path.of(""), ".camel.yaml").map(path -> new RouteFile(path.toString(), read(path))),
                        blocks(MARKDOWN, ROOT.resolve("README.md")),
                        files(Path.of(""), ".md").flatMap(path -> blocks(MARKDOWN, path)),
                        files(ROOT.resolve("docs"), ".adoc").flatMap(path -> blocks(ASCIIDOC, path)))
                .flatMap(found -> found)
                .toList();
    }

    @Test
    void there_are_some() throws IOException {
        assertThat(routes())
                .extracting(RouteFile::name)
                .contains(
                        "file-triage/file-triage.camel.yaml",
                        "extract-invoices/extract-invoices.camel.yaml",
                        "rest-gateway/rest-gateway.camel.yaml",
                        "priorities/priorities.camel.yaml",
                        "demo-gateway/demo-gateway.camel.yaml",
                        "month-end/month-end.camel.yaml",
                        "handbook/handbook.camel.yaml",
                        "../README.md",
                        "../docs/getting-started.adoc",
                        "../docs/errors.adoc",
                        "../docs/calls-in-flight.adoc",
                        "../docs/retries.adoc",
                        "../docs/breakers.adoc",
                        "../docs/clouds.adoc",
                        "../docs/playbook.adoc");
    }

    @ParameterizedTest
    @MethodSource("routes")
    void each_passes_the_schema_of_the_dsl(RouteFile route) throws IOException {
        assertThat(SCHEMA.validate(route.tree())).isEmpty();
    }

    private static JsonSchema schema() {
        try (InputStream in = RouteFilesTest.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            return JsonSchemaFactory.getInstance(VersionFlag.V4)
                    .getSchema(JsonMapper.builder().build().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void each_endpoint_passes_the_catalog(RouteFile route) throws IOException {
        List<JsonNode> endpoints = route.tree().findParents("uri");
        assertThat(endpoints).isNotEmpty();
        for (JsonNode endpoint : endpoints) {
            EndpointValidationResult result = CATALOG.validateEndpointProperties(uri(endpoint));

            assertThat(result.isSuccess())
                    .as(uri(endpoint) + " " + result.summaryErrorMessage(false))
                    .isTrue();
        }
    }

    @Test
    void the_route_of_the_readme_runs(@TempDir Path temp) throws Exception {
        String yaml = blocks(MARKDOWN, ROOT.resolve("README.md"))
                .findFirst()
                .orElseThrow()
                .text()
                .replace("file:inbox", "file:" + temp.resolve("inbox"))
                .replace("file:outbox", "file:" + temp.resolve("outbox"));
        Files.createDirectories(temp.resolve("inbox"));
        Files.writeString(temp.resolve("inbox/letter.txt"), "My card was charged twice.");
        try (ClaudeSimulator claude =
                        ClaudeSimulator.builder().port(0).latency(Duration.ZERO).start();
                DefaultCamelContext context = new DefaultCamelContext()) {
            ClaudeComponent component = context.getComponent("claude", ClaudeComponent.class);
            component.getConfiguration().setApiKey("sk-ant-simulator");
            component.getConfiguration().setBaseUrl(claude.baseUrl());
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("readme.camel.yaml", yaml));
            NotifyBuilder done = new NotifyBuilder(context).whenDone(1).create();
            context.start();

            assertThat(done.matches(1, TimeUnit.MINUTES)).isTrue();
            assertThat(temp.resolve("outbox/letter.txt")).isNotEmptyFile();
        }
    }

    @Test
    void the_properties_of_each_example_are_known_to_the_component() throws IOException {
        for (Path path : files(Path.of(""), "application.properties").toList()) {
            Properties properties = new Properties();
            try (InputStream in = Files.newInputStream(path)) {
                properties.load(in);
            }
            assertThat(properties.stringPropertyNames()).contains("claude.simulator");
            for (String name : properties.stringPropertyNames()) {
                if (name.startsWith("camel.component.")) {
                    assertThat(CATALOG.validateConfigurationProperty(name + "=" + properties.getProperty(name))
                                    .isSuccess())
                            .as(name)
                            .isTrue();
                }
            }
        }
    }

    private static CamelCatalog catalog() {
        CamelCatalog catalog = new DefaultCamelCatalog();
        try (InputStream json =
                ClaudeComponent.class.getResourceAsStream("/META-INF/io/github/camelclaude/claude.json")) {
            catalog.addComponent(
                    "claude", ClaudeComponent.class.getName(), new String(json.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return catalog;
    }

    private static String uri(JsonNode endpoint) {
        String uri = endpoint.get("uri").asText();
        String parameters = endpoint.path("parameters").properties().stream()
                .map(parameter ->
                        parameter.getKey() + "=" + parameter.getValue().asText())
                .collect(Collectors.joining("&"));
        return parameters.isEmpty() ? uri : uri + "?" + parameters;
    }

    private static Stream<RouteFile> blocks(Pattern pattern, Path page) {
        return pattern.matcher(read(page))
                .results()
                .map(found -> new RouteFile(page.toString(), found.group(1)))
                .filter(route -> route.text().startsWith("- "));
    }

    private static Stream<Path> files(Path folder, String ending) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                // What other tests write there comes and goes.
                return directory.endsWith("target") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(ending)) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files.stream().sorted();
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
