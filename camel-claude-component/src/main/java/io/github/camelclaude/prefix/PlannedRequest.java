/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.prefix;

import java.util.List;
import java.util.Map;

/**
 * A request with its prefix in front and its marks.
 *
 * @param body  the fields of the request as they are sent
 * @param plan  where it is marked
 * @param notes what can't be cached, and why
 */
public record PlannedRequest(Map<String, Object> body, CachePlan plan, List<CacheNote> notes) {

    public PlannedRequest {
        notes = List.copyOf(notes);
    }
}
