/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/**
 * An amount per day or month in UTC that comes back all at once: money, tokens per day. A demand that does not fit is not made
 * to wait for the next window; it is refused.
 */
final class WindowLane extends Lane {

    private static final double WARN_AT = 0.8;

    private final double share;
    private double taken;
    private long windowBegan = Long.MIN_VALUE;
    private long windowEnds = Long.MIN_VALUE;
    private boolean warned;

    WindowLane(GroupName group, Reservation.Rule rule, double share) {
        super(group, rule);
        this.share = share;
    }

    @Override
    void limitChanged(Limit before, long now) {
        if (before != null) {
            roll(now);
        }
        warned = false;
        windowEnds = endOfWindow(now);
    }

    @Override
    boolean isOver(long takenAt, long now) {
        if (isLimited()) {
            roll(now);
        }
        return takenAt < windowBegan;
    }

    @Override
    long readyAt(double need, long now) {
        roll(now);
        return taken + need <= most(now) + EPSILON ? now : NEVER;
    }

    @Override
    double most(long now) {
        return limit().amount() * share;
    }

    /** What is left of the window. */
    double left(long now) {
        roll(now);
        return most(now) - taken;
    }

    @Override
    void take(double amount, long now) {
        roll(now);
        taken += amount;
    }

    @Override
    void giveBack(double amount, long now) {
        if (isLimited()) {
            roll(now);
            taken = Math.max(0, taken - amount);
        }
    }

    /** Whether more than 80 % has been taken, said once per window. */
    boolean warnsNow(long now) {
        if (!isLimited() || warned) {
            return false;
        }
        roll(now);
        warned = taken > WARN_AT * most(now);
        return warned;
    }

    double taken() {
        return taken;
    }

    long windowEnds(long now) {
        roll(now);
        return windowEnds;
    }

    private void roll(long now) {
        if (isLimited() && now >= windowEnds) {
            taken = 0;
            warned = false;
            windowBegan = windowEnds;
            windowEnds = endOfWindow(now);
        }
    }

    private long endOfWindow(long now) {
        ZonedDateTime day = Instant.ofEpochSecond(0, now).atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS);
        ZonedDateTime end = limit().per().compareTo(Limit.DAY) <= 0
                ? day.plusDays(1)
                : day.withDayOfMonth(1).plusMonths(1);
        return end.toEpochSecond() * 1_000_000_000L;
    }

    @Override
    Picture.DimensionPicture picture(long now) {
        double left = isLimited() ? left(now) : 0;
        return new Picture.DimensionPicture(limit(), left, left, 0, 0, used(), offered(now), backlog());
    }
}
