/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What a batch is checked for when it is created, and what only when an item's turn comes. */
public final class BatchItemRules {

    private static final int MOST_ITEMS = 100_000;
    private static final Pattern CUSTOM_ID = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    private BatchItemRules() {}

    /** The frame of the items; their params are not looked at. */
    public static void check(JsonNode json) {
        Field body = Field.body(json).object().onlyKnows(Set.of("requests"));
        List<Field> requests = body.required("requests").array();
        if (requests.isEmpty()) {
            throw body.get("requests").wrong("List should have at least 1 item after validation, not 0");
        }
        if (requests.size() > MOST_ITEMS) {
            throw body.get("requests")
                    .wrong("List should have at most 100000 items after validation, not " + requests.size());
        }
        Set<String> ids = new HashSet<>();
        for (Field request : requests) {
            request.object().onlyKnows(Set.of("custom_id", "params"));
            Field id = request.required("custom_id");
            if (!CUSTOM_ID.matcher(id.string()).matches()) {
                throw id.wrong("String should match pattern '^[a-zA-Z0-9_-]{1,64}$'");
            }
            if (!ids.add(id.string())) {
                throw id.wrong("custom_id must be unique within the batch; '" + id.string() + "' occurs twice");
            }
            request.required("params").object();
        }
    }

    /** What a message may ask for but an item may not. */
    public static void checkParams(JsonNode json) {
        Field params = Field.body(json);
        if (json.path("stream").asBoolean()) {
            throw params.get("stream").wrong("streaming is not supported in batches");
        }
        for (String name : new String[] {"speed", "thread", "cache_hint", "context_hint"}) {
            if (params.get(name).isPresent()) {
                throw params.get(name).wrong("this parameter is not supported in batches");
            }
        }
        if (json.path("max_tokens").asInt(1) == 0) {
            throw params.get("max_tokens").wrong("0 is not supported in batches");
        }
    }
}
