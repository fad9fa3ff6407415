/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The build puts aside what was committed before it generates anew. */
class GeneratedSourcesTest {

    @Test
    void committed_generated_sources_are_what_the_generator_writes_now() {
        assertThat(files(Path.of("target/generated-committed")))
                .as("src/generated was out of step with the sources and has just been rewritten: commit it")
                .isEqualTo(files(Path.of("src/generated")));
    }

    private static Map<String, String> files(Path root) {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            paths.filter(path -> Files.isRegularFile(path) && !path.endsWith("jandex.idx"))
                    .forEach(path -> files.put(root.relativize(path).toString(), read(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
