/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.observe;

import io.github.camelclaude.rate.Picture;
import io.github.camelclaude.rate.Picture.DimensionPicture;
import io.github.camelclaude.rate.Picture.GroupPicture;
import io.github.camelclaude.rate.Priority;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A limiter's picture as maps, lists, texts and numbers, ready for JSON. */
public final class LimitsPicture {

    private LimitsPicture() {}

    /**
     * @param mode     {@code hold}, {@code shadow} or {@code off}
     * @param counts   what happened how many times
     * @param breakers how the breaker of each backend stands
     */
    public static Map<String, Object> of(
            String mode, Picture picture, Map<String, Long> counts, Map<String, String> breakers) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("at", instant(picture.at()));
        map.put("limiter", mode);
        map.put("permitsOut", picture.permitsOut());
        map.put("waiting", picture.waiting());
        map.put("counts", counts);
        map.put("breakers", breakers);
        List<Map<String, Object>> groups = new ArrayList<>();
        picture.groups().forEach(group -> groups.add(group(group, picture.at())));
        map.put("groups", groups);
        return map;
    }

    private static Map<String, Object> group(GroupPicture group, long at) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", group.name().text());
        boolean closed = group.closedUntil() > at;
        map.put("gate", closed ? "closed" : "open");
        if (closed) {
            map.put("closedUntil", instant(group.closedUntil()));
        }
        Map<String, Integer> waiting = new TreeMap<>();
        for (Map.Entry<Priority, Integer> entry : group.waiting().entrySet()) {
            waiting.put(entry.getKey().label(), entry.getValue());
        }
        map.put("waiting", waiting);
        map.put("refusalsByService", group.refusals());
        map.put("backlogSeconds", round(backlogSeconds(group)));
        List<Map<String, Object>> dimensions = new ArrayList<>();
        group.dimensions().forEach(dimension -> dimensions.add(dimension(dimension)));
        map.put("dimensions", dimensions);
        return map;
    }

    private static Map<String, Object> dimension(DimensionPicture dimension) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", dimension.limit().dimension().name());
        map.put("limit", dimension.limit().amount());
        map.put("perSeconds", dimension.limit().per().toSeconds());
        map.put("source", dimension.limit().source().name().toLowerCase(Locale.ROOT));
        map.put("left", round(dimension.level()));
        map.put("atOnce", round(dimension.slice()));
        map.put("burstSeconds", round(dimension.burst()));
        map.put("othersPerSecond", round(dimension.others()));
        map.put("used", round(dimension.used()));
        map.put("offeredLastMinute", round(dimension.offered()));
        map.put("backlog", round(dimension.backlog()));
        map.put("backlogSeconds", round(backlogSeconds(dimension)));
        return map;
    }

    /** How long it takes to serve what waits: the longest of all dimensions. */
    public static double backlogSeconds(GroupPicture group) {
        return group.dimensions().stream()
                .mapToDouble(LimitsPicture::backlogSeconds)
                .max()
                .orElse(0);
    }

    private static double backlogSeconds(DimensionPicture dimension) {
        return switch (dimension.limit().dimension().refill()) {
            case CONTINUOUS ->
                dimension.limit().amount() == 0
                        ? 0
                        : dimension.backlog() / dimension.limit().perSecond();
            case FIXED_WINDOW, RETURNED -> 0;
        };
    }

    private static double round(double value) {
        return Double.isFinite(value) ? Math.round(value * 1_000) / 1_000.0 : 0;
    }

    private static String instant(long nanos) {
        return Instant.ofEpochSecond(nanos / 1_000_000_000L, nanos % 1_000_000_000L)
                .toString();
    }
}
