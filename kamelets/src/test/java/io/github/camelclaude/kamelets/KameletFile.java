/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.kamelets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A Kamelet as it is shipped, read for inspection. */
record KameletFile(String fileName, String text, JsonNode yaml) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([A-Za-z0-9.-]+)(?::[^}]*)?}}");

    /** All that this jar ships. */
    static List<KameletFile> all() {
        try (Stream<Path> files = Files.list(Path.of(KameletFile.class
                        .getResource("/kamelets/claude-messages-action.kamelet.yaml")
                        .toURI())
                .getParent())) {
            return files.sorted(Comparator.naturalOrder())
                    .map(KameletFile::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KameletFile read(Path path) {
        try {
            String text = Files.readString(path);
            return new KameletFile(path.getFileName().toString(), text, new YAMLMapper().readTree(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return yaml.at("/metadata/name").asText();
    }

    JsonNode annotation(String name) {
        return yaml.path("metadata").path("annotations").path("camel.apache.org/" + name);
    }

    JsonNode definition() {
        return yaml.at("/spec/definition");
    }

    Iterable<Map.Entry<String, JsonNode>> properties() {
        return definition().path("properties").properties();
    }

    List<String> dependencies() {
        return StreamSupport.stream(yaml.at("/spec/dependencies").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** The properties that the template uses. */
    List<String> used() {
        return PLACEHOLDER
                .matcher(yaml.at("/spec/template").toString())
                .results()
                .map(MatchResult::group)
                .map(found -> PLACEHOLDER.matcher(found).replaceAll("$1"))
                .distinct()
                .toList();
    }

    @Override
    public String toString() {
        return fileName;
    }
}
