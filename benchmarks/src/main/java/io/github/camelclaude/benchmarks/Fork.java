/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Another JVM that runs a command of this program. It never outlives its time limit or this process. */
final class Fork implements AutoCloseable {

    private final Process process;
    private final String command;
    private final BufferedReader output;

    private Fork(Process process, String command) {
        this.process = process;
        this.command = command;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static Fork start(List<String> jvmOptions, List<String> arguments) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(jvmOptions);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), Benchmarks.class.getName()));
        line.addAll(arguments);
        Process process = new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Fork fork = new Fork(process, String.join(" ", arguments));
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return fork;
    }

    /**
     * Waits for a line of output.
     *
     * @throws IllegalStateException if the process ends or the time passes without it
     */
    String awaitLine(String mark, int seconds) throws InterruptedException {
        CompletableFuture<String> line = CompletableFuture.supplyAsync(() -> find(mark));
        try {
            return line.get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            close();
            throw new IllegalStateException("No " + mark.strip() + " after " + seconds + " s from: " + command, e);
        } catch (ExecutionException e) {
            close();
            throw new IllegalStateException("No " + mark.strip() + " from: " + command, e.getCause());
        }
    }

    /** Gives it a line of input. */
    void say(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    private String find(String mark) {
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(mark)) {
                    return line;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("It ended without; its error output says why");
    }

    /** Ends the process, and waits until it is gone, so that it takes no processor from the next. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }
}
