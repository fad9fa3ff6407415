/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.prefix;

import java.util.List;

/**
 * Where a prompt is marked, and what a mark can find.
 *
 * @param prefix the name of the cache prefix that the prompt begins with; empty if it has none
 * @param points the beginnings of the prompt that a mark can write or read, the shortest first
 * @param marks  the marked ones of them, the shortest first; at most four
 * @param shared how many of the points belong to the named prefix, so that other calls begin with them, too
 */
public record CachePlan(String prefix, List<Point> points, List<Mark> marks, int shared) {

    /** Nothing of the prompt is planned. */
    public static final CachePlan NONE = new CachePlan("", List.of(), List.of(), 0);

    public CachePlan {
        points = List.copyOf(points);
        marks = List.copyOf(marks);
    }

    /**
     * A prompt up to and including one of its blocks.
     *
     * @param hash   of its content, the same on every node: what it says can't be told from it
     * @param tokens how many it probably is
     */
    public record Point(String hash, long tokens) {}

    /** @param point the index of the point that is marked */
    public record Mark(int point, CacheLife life) {}
}
