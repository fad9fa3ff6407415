/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Run with {@code -Ddocs.update=true} to rewrite the tables. */
class ReferencePageTest {

    private static final Path PAGE = Path.of("..", "docs", "claude-component.adoc");
    private static final String START = "// rendered from the component's metadata: START\n";
    private static final String END = "// rendered from the component's metadata: END\n";

    @Test
    void the_tables_of_the_reference_say_what_the_metadata_says() throws IOException {
        String page = Files.readString(PAGE);
        String expected =
                page.substring(0, page.indexOf(START) + START.length()) + tables() + page.substring(page.indexOf(END));
        if (Boolean.parseBoolean(System.getProperty("docs.update", "false"))) {
            Files.writeString(PAGE, expected);
        } else {
            assertThat(page)
                    .as("docs/claude-component.adoc is out of step: run this test with -Ddocs.update=true and commit")
                    .isEqualTo(expected);
        }
    }

    private static String tables() throws IOException {
        try (InputStream json =
                ReferencePageTest.class.getResourceAsStream("/META-INF/io/github/camelclaude/claude.json")) {
            return new ReferenceTables(JsonMapper.builder().build().readTree(json)).render();
        }
    }
}
