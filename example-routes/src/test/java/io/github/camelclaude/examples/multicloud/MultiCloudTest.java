/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.multicloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.examples.Examples;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MultiCloudTest {

    @Test
    void every_question_is_answered_although_a_region_dies_and_none_leaves_the_union() {
        StringWriter said = new StringWriter();
        CommandLine line = Examples.commandLine().setOut(new PrintWriter(said));

        int code = line.execute("multi-cloud", "--questions=60");

        assertThat(said.toString())
                .contains("frankfurt stops serving")
                .contains("questions  60")
                .contains("failures   {}")
                .contains("calls that left the European Union  0")
                .contains("ireland=");
        assertThat(code).isZero();
    }

    @Test
    void too_few_questions_are_refused() {
        assertThat(Examples.commandLine()
                        .setErr(new PrintWriter(new StringWriter()))
                        .execute("multi-cloud", "--questions=1"))
                .isEqualTo(CommandLine.ExitCode.USAGE);
    }
}
