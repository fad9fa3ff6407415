/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.triage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Where a run keeps its files: {@code inbox/ done/ failed/ answers/ rejects/}. A simulated run starts empty. A live one goes on
 * where the last one ended, since its answers were paid. A marker file tells the two apart, so that neither takes the
 * other's answers for its own and nothing is deleted that a simulated run did not write.
 */
final class RunDirectory {

    private static final String SIMULATED = ".simulated";
    private static final List<String> FOLDERS = List.of("inbox", "done", "failed", "answers", "rejects");

    private final Path root;

    private RunDirectory(Path root) {
        this.root = root;
    }

    /**
     * Opens the directory, creating what is missing.
     *
     * @throws IllegalArgumentException if it holds files of the other kind of run
     */
    static RunDirectory open(Path root, boolean live) throws IOException {
        boolean used = Files.isDirectory(root) && !isEmpty(root);
        boolean simulated = Files.exists(root.resolve(SIMULATED));
        if (used && live == simulated) {
            throw new IllegalArgumentException(root + " holds files that a " + (live ? "simulated" : "live")
                    + " run or somebody else wrote. Choose another --directory or empty it");
        }
        RunDirectory directory = new RunDirectory(root);
        for (String folder : FOLDERS) {
            Files.createDirectories(root.resolve(folder));
        }
        directory.clear(live ? List.of("inbox") : FOLDERS);
        if (live) {
            directory.forgetRejectionsByNumber();
        } else {
            Files.writeString(root.resolve(SIMULATED), "The answers in this directory come from a simulator.\n");
        }
        return directory;
    }

    Path root() {
        return root;
    }

    Path inbox() {
        return root.resolve("inbox");
    }

    Path answers() {
        return root.resolve("answers");
    }

    Path rejects() {
        return root.resolve("rejects");
    }

    boolean isAnswered(String id) {
        return Files.exists(answers().resolve(id + ".json"));
    }

    /** The row is tried again, so what was said of it no longer holds. */
    void forgetRejection(String id) throws IOException {
        Files.deleteIfExists(rejects().resolve(id + ".json"));
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    private void clear(List<String> folders) throws IOException {
        for (String folder : folders) {
            delete(root.resolve(folder), file -> true);
        }
    }

    /** A row without a usable id is named after its place in the file, which is another one in the next run. */
    private void forgetRejectionsByNumber() throws IOException {
        delete(rejects(), file -> file.getFileName().toString().startsWith("row."));
    }

    private static void delete(Path folder, Predicate<Path> which) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(which).filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
    }
}
