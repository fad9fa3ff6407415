/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.error.ApiException;
import io.vertx.core.http.HttpServerRequest;

/**
 * Which part of a list is asked for.
 *
 * @param limit from 1 to 1000, 20 by default
 * @param afterId what stands before the page, or null
 * @param beforeId what stands behind it, or null
 */
record Paging(int limit, String afterId, String beforeId) {

    private static final int USUAL = 20;
    private static final int MOST = 1_000;

    static Paging of(HttpServerRequest request) {
        String limit = request.getParam("limit");
        String after = request.getParam("after_id");
        String before = request.getParam("before_id");
        if (after != null && before != null) {
            throw new ApiException(ApiError.invalidRequest("after_id and before_id cannot both be given"));
        }
        return new Paging(limit == null ? USUAL : number(limit), after, before);
    }

    static ObjectNode page(ArrayNode data, boolean hasMore) {
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        page.set("data", data);
        page.put("has_more", hasMore);
        page.put("first_id", data.isEmpty() ? null : data.get(0).path("id").asText());
        page.put(
                "last_id",
                data.isEmpty() ? null : data.get(data.size() - 1).path("id").asText());
        return page;
    }

    private static int number(String limit) {
        try {
            int number = Integer.parseInt(limit);
            if (number < 1) {
                throw new ApiException(ApiError.invalidRequest("limit: Input should be greater than or equal to 1"));
            }
            if (number > MOST) {
                throw new ApiException(ApiError.invalidRequest("limit: Input should be less than or equal to 1000"));
            }
            return number;
        } catch (NumberFormatException e) {
            throw new ApiException(ApiError.invalidRequest("limit: Input should be a valid integer"));
        }
    }
}
