/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.gateway;

import io.github.camelclaude.examples.run.ExampleFolder;
import io.github.camelclaude.examples.run.LiveOption;
import io.github.camelclaude.examples.run.WhoAnswers;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that runs a gateway until Ctrl-C. */
abstract class GatewayCommand implements Callable<Integer> {

    private final ExampleFolder example;
    private final Map<String, String> environment;
    private final CountDownLatch enough;

    @Spec
    private CommandSpec spec;

    @Mixin
    private LiveOption live;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The port on this machine, 0 for any free one; default: ${DEFAULT-VALUE}.",
            defaultValue = "8080")
    private int port;

    /**
     * @param example     what runs
     * @param environment where the key for {@code --live} is looked up
     * @param enough      ends the gateway when it is counted down
     */
    GatewayCommand(ExampleFolder example, Map<String, String> environment, CountDownLatch enough) {
        this.example = example;
        this.environment = environment;
        this.enough = enough;
    }

    /** How to use it, for the terminal. */
    abstract String invitation(String url);

    @Override
    public Integer call() throws Exception {
        if (port < 0 || port > 65_535) {
            throw new ParameterException(spec.commandLine(), "--port=" + port + " must be from 0 to 65535");
        }
        PrintWriter out = spec.commandLine().getOut();
        CountDownLatch said = new CountDownLatch(1);
        try (WhoAnswers whoAnswers = live.choose(example.properties(), environment);
                Gateway gateway =
                        Gateway.start(example, whoAnswers, Map.of("camel.server.port", String.valueOf(port)))) {
            Thread goodbye = new Thread(() -> endAndWaitFor(said), "goodbye");
            Runtime.getRuntime().addShutdownHook(goodbye);
            out.println(whoAnswers.announcement());
            out.println(invitation(gateway.url()));
            out.flush();
            enough.await();
            whoAnswers
                    .simulator()
                    .ifPresent(simulator -> out.println(simulator.accounting().picture()));
            out.flush();
            said.countDown();
            if (goodbye.getState() == Thread.State.NEW) {
                Runtime.getRuntime().removeShutdownHook(goodbye);
            }
        }
        return 0;
    }

    /** On Ctrl-C the process ends with the last of its hooks, and what happened should be said before. */
    private void endAndWaitFor(CountDownLatch said) {
        enough.countDown();
        try {
            said.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
