/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.run;

import io.github.camelclaude.rate.Dimension;
import io.github.camelclaude.rate.Limit;
import io.github.camelclaude.rate.Picture;
import io.github.camelclaude.rate.Picture.DimensionPicture;
import io.github.camelclaude.simulator.account.Totals;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How much of a limit a run has used.
 *
 * @param limit what is allowed
 * @param used  what was taken
 * @param over  how long it took
 */
public record QuotaUse(Limit limit, double used, Duration over) {

    /** As the component has counted. */
    public static List<QuotaUse> of(Picture picture, Duration over) {
        return dimensions(picture)
                .map(dimension -> new QuotaUse(dimension.limit(), dimension.used(), over))
                .toList();
    }

    /** As the simulator has counted what was charged. */
    public static List<QuotaUse> of(Picture picture, Duration over, Totals seen) {
        return dimensions(picture)
                .map(dimension -> new QuotaUse(
                        dimension.limit(), charged(dimension.limit().dimension(), seen), over))
                .toList();
    }

    private static double charged(Dimension dimension, Totals seen) {
        if (dimension.equals(Dimension.REQUESTS)) {
            return seen.arrived() - seen.refused() - seen.rejected();
        }
        long input = seen.usage().limitedInput();
        long output = seen.usage().output();
        return dimension.equals(Dimension.INPUT_TOKENS)
                ? input
                : dimension.equals(Dimension.OUTPUT_TOKENS) ? output : input + output;
    }

    /** Of what the limit has allowed meanwhile; above 1 if the bucket held more at the beginning than at the end. */
    public double share() {
        double allowed = limit.perSecond() * over.toNanos() / 1e9;
        return allowed > 0 ? used / allowed : 0;
    }

    /** How full the buckets are that calls are taken from at the moment, and how many calls wait. */
    public static String levels(Picture picture) {
        String levels = dimensions(picture)
                .map(dimension -> String.format(
                        Locale.ROOT,
                        "%s %.0f %%",
                        dimension.limit().dimension().name().replace("-tokens", ""),
                        100 * level(dimension)))
                .collect(Collectors.joining(", "));
        return "buckets: " + levels + "; " + picture.waiting() + " wait";
    }

    /** The lower of what the service's bucket holds and of what may be taken at once. */
    private static double level(DimensionPicture dimension) {
        double atOnce = dimension.burst() * dimension.limit().perSecond();
        double level = dimension.level() / Math.max(1, dimension.limit().amount());
        double slice = dimension.slice() / Math.max(1, atOnce);
        return Math.max(0, Math.min(1, Math.min(level, slice)));
    }

    private static Stream<DimensionPicture> dimensions(Picture picture) {
        return picture.groups().stream()
                .flatMap(group -> group.dimensions().stream())
                .filter(dimension -> dimension.limit().dimension().refill() == Dimension.Refill.CONTINUOUS);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-14s %5.1f %% of %,d a minute%s",
                limit.dimension().name(),
                100 * share(),
                limit.amount(),
                share() > 1 ? " and a full bucket" : "");
    }
}
