/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.triage;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A large file. */
final class Rows {

    private Rows() {}

    static void write(Path csv, long rows) throws IOException {
        Path part = csv.resolveSibling("rows.part");
        try (BufferedWriter writer = Files.newBufferedWriter(part)) {
            writer.write("id,product,narrative\n");
            for (long i = 0; i < rows; i++) {
                writer.write(i + ",unknown,the bank has charged my card twice and nobody answers letter " + i + "\n");
            }
        }
        Files.move(part, csv);
    }
}
