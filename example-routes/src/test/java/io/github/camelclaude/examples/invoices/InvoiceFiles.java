/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.invoices;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a run has left in its directory, by the names of the invoices.
 *
 * @param answers     what was read
 * @param reasons     why the others were put aside
 * @param done        the invoices that were read
 * @param deadLetters the invoices that were put aside
 */
record InvoiceFiles(
        Map<String, JsonNode> answers, Map<String, JsonNode> reasons, Set<String> done, Set<String> deadLetters) {

    static InvoiceFiles in(Path directory) throws IOException {
        Set<String> deadLetters = names(directory.resolve("dead-letter"));
        deadLetters.removeIf(name -> name.endsWith(".reason.json"));
        return new InvoiceFiles(
                read(directory.resolve("answers"), ".json"),
                read(directory.resolve("dead-letter"), ".reason.json"),
                names(directory.resolve("done")),
                deadLetters);
    }

    private static Map<String, JsonNode> read(Path folder, String ending) throws IOException {
        Map<String, JsonNode> files = new TreeMap<>();
        for (String name : names(folder)) {
            if (name.endsWith(ending)) {
                files.put(
                        name.substring(0, name.length() - ending.length()),
                        JsonMapper.builder().build().readTree(Files.readString(folder.resolve(name))));
            }
        }
        return files;
    }

    private static Set<String> names(Path folder) throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> names.add(file.getFileName().toString()));
        }
        return names;
    }
}
