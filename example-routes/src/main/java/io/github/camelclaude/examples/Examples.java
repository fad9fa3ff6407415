/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples;

import io.github.camelclaude.examples.gateway.DemoGateway;
import io.github.camelclaude.examples.gateway.RestGateway;
import io.github.camelclaude.examples.handbook.Handbook;
import io.github.camelclaude.examples.invoices.ExtractInvoices;
import io.github.camelclaude.examples.monthend.MonthEnd;
import io.github.camelclaude.examples.multicloud.MultiCloud;
import io.github.camelclaude.examples.priorities.Priorities;
import io.github.camelclaude.examples.triage.FileTriage;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs the examples: {@code java -jar example-routes/target/camel-claude-examples.jar NAME}. */
@Command(
        name = "camel-claude-examples",
        mixinStandardHelpOptions = true,
        version = "Camel Claude examples",
        description = "Routes that call Claude. An embedded simulator answers them unless --live is given.",
        subcommands = {
            FileTriage.class,
            ExtractInvoices.class,
            Handbook.class,
            MonthEnd.class,
            RestGateway.class,
            Priorities.class,
            DemoGateway.class,
            MultiCloud.class
        })
public final class Examples {

    private Examples() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command line, for those who run it inside their own process. */
    public static CommandLine commandLine() {
        return new CommandLine(new Examples()).setExecutionExceptionHandler((failure, line, parsed) -> {
            line.getErr().println(failure.getMessage() == null ? failure.toString() : failure.getMessage());
            return line.getCommandSpec().exitCodeOnExecutionException();
        });
    }
}
