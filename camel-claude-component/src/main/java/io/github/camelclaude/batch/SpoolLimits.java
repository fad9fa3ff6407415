/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import java.io.IOException;
import java.nio.file.Path;

/**
 * How large a batch may become.
 *
 * @param items at most; positive
 * @param bytes of the request body, at most; positive
 */
record SpoolLimits(int items, long bytes) {

    SpoolWriter writer(Path directory) throws IOException {
        return new SpoolWriter(directory, Nonce::next, items, bytes);
    }
}
