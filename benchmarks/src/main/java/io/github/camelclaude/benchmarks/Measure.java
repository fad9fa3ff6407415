/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks;

import io.github.camelclaude.benchmarks.load.Figures;
import io.github.camelclaude.benchmarks.subject.Subject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One subject under one load, in this process. */
@Command(name = "measure", description = "Puts one load on one subject and prints its figures in one line.")
final class Measure implements Callable<Integer> {

    @Parameters(index = "0", description = "The load: ${COMPLETION-CANDIDATES}")
    private Load.Kind kind;

    @Parameters(index = "1", description = "The subject: ${COMPLETION-CANDIDATES}")
    private Subject subject;

    @Option(names = "--url", required = true, description = "Where the server is.")
    private String url;

    @Mixin
    private Load load;

    @Override
    public Integer call() throws Exception {
        Figures figures = load.run(kind, subject, url);
        System.out.println(figures.toLine());
        return 0;
    }
}
