/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import io.github.camelclaude.messages.CallSettings;
import java.util.List;

/**
 * How items are read from a message body.
 *
 * @param format   how a file or a stream is written
 * @param id       the field or column with the id of an item
 * @param text     the field or column with the text of an item
 * @param context  the fields, columns or headers that come back with the result
 * @param call     what the endpoint says about requests
 * @param sampling whether temperature, top_p and top_k may be asked for: only before version 2026-10-21 of the API
 * @param longest  the longest line or row in characters; more is not kept in memory
 */
public record ItemSettings(
        ItemFormat format,
        String id,
        String text,
        List<String> context,
        CallSettings call,
        boolean sampling,
        int longest) {

    /** Where a request can't be longer, a line or row has no need to be. */
    public static final int LONGEST = 64 * 1024 * 1024;

    public ItemSettings {
        if (id == null || id.isBlank()) {
            throw new IllegalArgumentException("itemId must be the name of a field");
        }
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException("itemText must be the name of a field");
        }
        if (id.equals(text)) {
            throw new IllegalArgumentException("itemId and itemText must be different fields, and both are " + id);
        }
        context = List.copyOf(context);
    }
}
