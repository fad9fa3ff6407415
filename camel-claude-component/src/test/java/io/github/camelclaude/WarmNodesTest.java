/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.fault.Fault;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes that share the registry of prefixes by Hazelcast's JCache, and one service that keeps the books. */
class WarmNodesTest {

    @TempDir
    private Path directory;

    private ClaudeSimulator simulator;
    private final List<Node> nodes = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        simulator = ClaudeSimulator.builder()
                .port(0)
                .tier("scale")
                .key("sk-ant-first", "wrkspc_01First")
                .latency(Duration.ofMillis(500))
                .start();
        int first = freePort();
        int second = freePort();
        nodes.add(new Node("a", first, second));
        assertThat(nodes.get(0).line()).isEqualTo("ready");
        nodes.add(new Node("b", second, first));
        assertThat(nodes.get(1).line()).isEqualTo("ready");
        assertThat(nodes.get(0).asked("put")).isEqualTo("put");
        assertThat(nodes.get(1).asked("get")).as("they share it").isEqualTo("got from a");
    }

    @AfterEach
    void end() {
        nodes.forEach(Node::kill);
        simulator.close();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** It listens at this machine only, looks for nobody but the other, and calls nobody else. */
    private Path config(String name, int port, int other) throws IOException {
        return Files.writeString(
                directory.resolve(name + ".xml"), """
                <hazelcast xmlns="http://www.hazelcast.com/schema/config">
                    <cluster-name>warming-%d</cluster-name>
                    <properties>
                        <property name="hazelcast.phone.home.enabled">false</property>
                        <property name="hazelcast.logging.type">none</property>
                        <property name="hazelcast.socket.bind.any">false</property>
                    </properties>
                    <metrics enabled="false"/>
                    <network>
                        <port auto-increment="false">%d</port>
                        <join>
                            <auto-detection enabled="false"/>
                            <multicast enabled="false"/>
                            <tcp-ip enabled="true">
                                <member-list>
                                    <member>127.0.0.1:%d</member>
                                    <member>127.0.0.1:%d</member>
                                </member-list>
                            </tcp-ip>
                        </join>
                        <interfaces enabled="true">
                            <interface>127.0.0.1</interface>
                        </interfaces>
                    </network>
                </hazelcast>
                """.formatted(Math.min(port, other), port, port, other));
    }

    @Test
    void a_hundred_calls_of_each_write_a_prefix_once() throws Exception {
        for (String prefix : List.of("first", "second", "third")) {
            nodes.forEach(node -> node.tell(prefix + " 100"));

            long[] sum = new long[2];
            for (Node node : nodes) {
                String[] words = node.line().split(" ");
                sum[0] += Long.parseLong(words[1]);
                sum[1] += Long.parseLong(words[2]);
            }
            assertThat(sum).as("written and read, " + prefix).containsExactly(1, 199);
        }
        simulator.assertNoRefusals();
    }

    @Test
    void a_killed_warmer_hands_the_role_to_the_other_process() throws Exception {
        simulator.injectNext(Fault.HANG);
        nodes.get(0).tell("first 10");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> simulator.accounting().totals().arrived() == 1);
        nodes.get(1).tell("first 100");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> nodes.get(1).asked("waiting").equals("waiting 99"));

        nodes.get(0).kill();

        assertThat(nodes.get(1).line()).isEqualTo("done 1 99");
    }

    private final class Node {

        private final String name;
        private final Process process;
        private final Writer in;
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        private Node(String name, int port, int other) throws IOException {
            this.name = name;
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xmx256m",
                            "-Dhazelcast.config=" + config(name, port, other),
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            WarmingNode.class.getName(),
                            simulator.baseUrl(),
                            name)
                    .redirectError(directory.resolve(name + ".txt").toFile())
                    .start();
            in = process.outputWriter(StandardCharsets.UTF_8);
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            Thread reader = new Thread(() -> out.lines()
                    .filter(line -> line.startsWith("node: "))
                    .forEach(line -> lines.add(line.substring("node: ".length()))));
            reader.setDaemon(true);
            reader.start();
        }

        private String asked(String line) throws Exception {
            tell(line);
            return line();
        }

        private String line() throws Exception {
            String line = lines.poll(100, TimeUnit.SECONDS);
            assertThat(line).as(() -> "node " + name + " answers\n" + log()).isNotNull();
            return line;
        }

        private void tell(String line) {
            try {
                in.write(line + "\n");
                in.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(log(), e);
            }
        }

        private String log() {
            try {
                return Files.readString(directory.resolve(name + ".txt"));
            } catch (IOException e) {
                return e.toString();
            }
        }

        private void kill() {
            process.destroyForcibly();
        }
    }
}
