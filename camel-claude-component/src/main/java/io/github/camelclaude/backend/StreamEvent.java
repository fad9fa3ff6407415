/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import java.util.Map;

/**
 * One server-sent event.
 *
 * @param type its type, such as {@code content_block_delta}
 * @param data its data as the service sent it: maps, lists, strings, numbers, booleans
 * @param json the same as JSON text on one line
 */
public record StreamEvent(String type, Map<String, Object> data, String json) {}
