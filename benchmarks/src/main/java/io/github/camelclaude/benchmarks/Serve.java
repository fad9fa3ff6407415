/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks;

import io.github.camelclaude.benchmarks.server.FixedDelayServer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The server in a process of its own. It ends with its standard input, so with the process that started it. */
@Command(name = "serve", description = "Starts the server and prints its address; ends when its standard input ends.")
final class Serve implements Callable<Integer> {

    static final String MARK = "SERVING ";

    @Override
    public Integer call() throws Exception {
        try (FixedDelayServer server = FixedDelayServer.start()) {
            System.out.println(MARK + server.baseUrl());
            while (System.in.read() >= 0) {
                // Nothing is said to the server this way.
            }
            return 0;
        }
    }
}
