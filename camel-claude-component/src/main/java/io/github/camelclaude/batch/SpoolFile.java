/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import java.nio.file.Path;

/**
 * The body of one batch, complete and on disk.
 *
 * @param nonce the beginning of the {@code custom_id} of its items
 * @param path  where it is
 * @param items how many
 * @param bytes of the file
 */
public record SpoolFile(String nonce, Path path, int items, long bytes) {

    /** The name of the file, as the ledger keeps it. */
    public String name() {
        return path.getFileName().toString();
    }
}
