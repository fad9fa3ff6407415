/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks;

import io.github.camelclaude.benchmarks.load.Figures;
import io.github.camelclaude.benchmarks.outage.Contender;
import io.github.camelclaude.benchmarks.outage.Scenario;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One contender in one outage, with the simulator in this process. */
@Command(
        name = "measure-outage",
        description = "Puts one contender through one outage and prints its figures in one line.")
final class MeasureOutage implements Callable<Integer> {

    static final String READY = "READY";

    @Parameters(index = "0", description = "The outage: ${COMPLETION-CANDIDATES}")
    private Scenario scenario;

    @Parameters(index = "1", description = "The contender: ${COMPLETION-CANDIDATES}")
    private Contender contender;

    @Option(names = "--wait", description = "Whether the load waits for a line of input once all is warm.")
    private boolean waiting;

    @Mixin
    private OutageLoad load;

    @Override
    public Integer call() throws Exception {
        Figures figures = load.outage(scenario).endure(contender, this::ready);
        System.out.println(figures.toLine());
        return 0;
    }

    private void ready() {
        System.out.println(READY);
        try {
            if (waiting && System.in.read() < 0) {
                throw new IllegalStateException("Whoever wanted it has gone");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
