/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where request bodies rest until their batch has ended, and results while they are handed on. Prompts are in them, so that
 * only the owner may read where the file system knows owners.
 */
public final class SpoolDirectory {

    /** A complete request body. */
    static final String COMPLETE = ".json";

    /** A request body that is being written; left over if the process ends meanwhile. */
    static final String PART = ".part";

    /** Results that are being handed on; left over in the same way. */
    static final String RESULTS = ".results";

    private SpoolDirectory() {}

    /**
     * Deletes what nobody needs: parts, results and request bodies that are not named.
     *
     * @param needed names of files that submissions still need
     * @param before nothing is deleted that was changed since: somebody may be at work on it
     * @return how many files were deleted
     */
    public static int sweep(Path directory, Set<String> needed, Instant before) throws IOException {
        int deleted = 0;
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (isOurs(file) && !needed.contains(file.getFileName().toString()) && isOlder(file, before)) {
                    deleted += Files.deleteIfExists(file) ? 1 : 0;
                }
            }
        } catch (NoSuchFileException e) {
            // Nothing was ever written, or somebody else has swept it just now.
        }
        return deleted;
    }

    private static boolean isOurs(Path file) {
        String name = file.getFileName().toString();
        return name.matches("[a-zA-Z0-9]{%d,53}(-[a-zA-Z0-9]+)?\\.(json|part|results)".formatted(Nonce.LENGTH))
                && Files.isRegularFile(file);
    }

    private static boolean isOlder(Path file, Instant before) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(before);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Creates it if it is not there. */
    static void create(Path directory) throws IOException {
        Files.createDirectories(directory, ownersOnly(directory, "rwx------"));
    }

    /** Opens a new file for reading and writing. */
    static FileChannel newFile(Path file) throws IOException {
        return FileChannel.open(
                file,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                ownersOnly(file, "rw-------"));
    }

    /** What was created and renamed in it outlives a crash of the machine. */
    static void sync(Path directory) throws IOException {
        if (knowsOwners(directory)) {
            try (FileChannel channel = FileChannel.open(directory)) {
                channel.force(true);
            }
        }
    }

    private static FileAttribute<?>[] ownersOnly(Path path, String permissions) {
        return knowsOwners(path)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean knowsOwners(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
