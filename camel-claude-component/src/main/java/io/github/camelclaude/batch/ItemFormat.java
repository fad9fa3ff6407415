/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

/** How the items in a file or a stream are written down. */
public enum ItemFormat {
    /** By the ending of the file's name, or the content type; never by the content. */
    auto,
    /** A JSON object on each line. */
    jsonl,
    /** Comma-separated values, the first row being the names of the columns. */
    csv
}
