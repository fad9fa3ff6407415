/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import static io.github.camelclaude.rate.simulation.VirtualTimeline.SECOND;
import static io.github.camelclaude.rate.simulation.VirtualTimeline.START;

import io.github.camelclaude.simulator.limit.Limits;
import java.util.Arrays;

/** What the service gave in each second, to us and to others, beside what its limits allow. */
final class Ledger {

    private static final int FROM = 60;
    private static final int WINDOW = 300;

    private final double[][] own;
    private final double[][] others;
    private final double[][] allowed;
    private final Binding[] binding;
    private final boolean[] grace;
    private final int seconds;

    Ledger(int seconds, Limits limits, Binding first) {
        this.seconds = seconds;
        own = new double[Binding.all().length][seconds];
        others = new double[Binding.all().length][seconds];
        allowed = new double[Binding.all().length][seconds];
        binding = new Binding[seconds];
        grace = new boolean[seconds];
        limits(0, limits);
        binds(0, first);
    }

    /** From this second on the limits are these. */
    void limits(int from, Limits limits) {
        for (Binding each : Binding.all()) {
            Arrays.fill(allowed[each.ordinal()], from, seconds, each.perMinute(limits) / 60.0);
        }
    }

    /** From this second on this is the dimension that decides. */
    void binds(int from, Binding dimension) {
        Arrays.fill(binding, from, seconds, dimension);
    }

    /** These seconds are not looked at. */
    void spare(int from, int until) {
        Arrays.fill(grace, Math.min(from, seconds), Math.min(until, seconds), true);
    }

    void own(Binding dimension, long now, double amount) {
        add(own[dimension.ordinal()], now, amount);
    }

    void others(Binding dimension, long now, double amount) {
        add(others[dimension.ordinal()], now, amount);
    }

    private void add(double[] taken, long now, double amount) {
        int second = (int) ((now - START) / SECOND);
        if (second < seconds) {
            taken[second] += amount;
        }
    }

    /** Used of what others left, in the worst window of five minutes after the first minute; the whole run if it is shorter. */
    double worst() {
        return windows()[0];
    }

    /** The mean over all these windows. */
    double mean() {
        return windows()[1];
    }

    private double[] windows() {
        double worst = Double.MAX_VALUE;
        double sum = 0;
        int count = 0;
        int length = Math.min(WINDOW, seconds - FROM);
        for (int from = FROM; length > 0 && from + length <= seconds; from++) {
            double share = share(from, from + length);
            worst = Math.min(worst, share);
            sum += share;
            count++;
        }
        return new double[] {count == 0 ? Double.NaN : worst, sum / count};
    }

    /** Used of what others left of the binding dimension. */
    double share(int from, int until) {
        double used = 0;
        double left = 0;
        for (int second = from; second < until; second++) {
            if (!grace[second]) {
                int which = binding[second].ordinal();
                used += own[which][second];
                left += allowed[which][second] - others[which][second];
            }
        }
        return left <= 0 ? 1 : used / left;
    }

    /** What we used of a dimension per second. */
    double perSecond(Binding dimension, int from, int until) {
        return Arrays.stream(own[dimension.ordinal()], from, Math.min(until, seconds))
                .average()
                .orElse(0);
    }
}
