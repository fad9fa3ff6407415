/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.triage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a run has left in its directory, by the name of the file without its ending. */
record TriageFiles(Map<String, JsonNode> answers, Map<String, JsonNode> rejects) {

    static TriageFiles in(Path directory) {
        return new TriageFiles(read(directory.resolve("answers")), read(directory.resolve("rejects")));
    }

    private static Map<String, JsonNode> read(Path folder) {
        Map<String, JsonNode> files = new TreeMap<>();
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path : paths.toList()) {
                String name = path.getFileName().toString();
                files.put(
                        name.replaceFirst("\\.json$", ""),
                        JsonMapper.builder().build().readTree(Files.readString(path)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
