/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SimulatorMainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine commandLine = SimulatorMain.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        return commandLine.execute(arguments);
    }

    @Test
    void aPortInUseIsSaidAndEndsWithAnError() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run("--port", Integer.toString(taken.getLocalPort()))).isNotZero();
            assertThat(err.toString()).contains("Cannot listen on 127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void anAddressReachableFromOutsideNeedsAnOptionOfItsOwn() {
        assertThat(run("--host", "0.0.0.0", "--port", "0")).isNotZero();
        assertThat(err.toString()).contains("0.0.0.0").contains("reachable from other machines");
    }

    @Test
    void anUnknownTierOrFaultIsNamedTogetherWithTheKnownOnes() {
        assertThat(run("--tier", "gold", "--port", "0")).isNotZero();
        assertThat(err.toString()).contains("'gold'").contains("scale");
        assertThat(run("--fault", "gremlin=0.1", "--port", "0")).isNotZero();
        assertThat(err.toString()).contains("'gremlin'").contains("overloaded");
    }

    @Test
    void helpListsTheOptions() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains("--port")
                .contains("--rpm")
                .contains("--itpm")
                .contains("--otpm")
                .contains("--seed");
    }
}
