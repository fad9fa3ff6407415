/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a run keeps its files, each kind in a folder of its own. A simulated run starts empty. A live one goes on where the
 * last one ended, since its answers were paid. A marker file tells the two apart, so that neither takes the other's answers
 * for its own and nothing is deleted that a simulated run did not write.
 */
public final class RunDirectory {

    /** Every run takes its work from here, and finds the folder empty at first. */
    private static final String INBOX = "inbox";

    private static final String SIMULATED = ".simulated";

    private final Path root;

    private RunDirectory(Path root) {
        this.root = root;
    }

    /**
     * Opens the directory, creating what is missing.
     *
     * @param folders the folders besides the inbox
     * @throws IllegalArgumentException if it holds files of the other kind of run
     */
    public static RunDirectory open(Path root, boolean live, List<String> folders) throws IOException {
        boolean used = Files.isDirectory(root) && !isEmpty(root);
        boolean simulated = Files.exists(root.resolve(SIMULATED));
        if (used && live == simulated) {
            throw new IllegalArgumentException(root + " holds files that a " + (live ? "simulated" : "live")
                    + " run or somebody else wrote. Choose another --directory or empty it");
        }
        RunDirectory directory = new RunDirectory(root);
        directory.createAndClear(INBOX, true);
        for (String folder : folders) {
            directory.createAndClear(folder, !live);
        }
        if (!live) {
            Files.writeString(root.resolve(SIMULATED), "The answers in this directory come from a simulator.\n");
        }
        return directory;
    }

    public Path root() {
        return root;
    }

    public Path inbox() {
        return folder(INBOX);
    }

    public Path folder(String name) {
        return root.resolve(name);
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    private void createAndClear(String folder, boolean clear) throws IOException {
        Files.createDirectories(folder(folder));
        if (clear) {
            try (Stream<Path> files = Files.list(folder(folder))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
