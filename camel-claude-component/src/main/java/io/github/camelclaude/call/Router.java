/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import io.github.camelclaude.backend.ClaudeRequest;
import io.github.camelclaude.rate.Quote;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Chooses the backend for an attempt: first who may take the call at all, then who does it best. */
public final class Router {

    /**
     * A call rather waits for a place where its prompt is cached than have it written elsewhere, for about as long as the
     * writing would occupy a limit of 600,000 input tokens a minute: a second for 10,000 tokens. No prefix is worth a longer
     * wait than the most: then there is load to be shared.
     */
    private static final double TOKENS_A_SECOND = 10_000;

    private static final double MOST_SECONDS_FOR_WARMTH = 10;

    private final Routing routing;
    private final List<Place> places;

    /** @param places in the order of preference; at least one */
    public Router(Routing routing, List<Place> places) {
        this.routing = routing;
        this.places = List.copyOf(places);
    }

    /** Names of all backends. */
    public List<String> names() {
        return places.stream().map(Place::name).toList();
    }

    /**
     * Those that may take the call, the preferred first; at least one.
     *
     * @throws ClaudeInvalidRequestException if there is none; it says why for each
     */
    List<Place> eligible(String operation, ClaudeRequest request, Where where) {
        List<Place> eligible = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (Place place : ordered(where.backends())) {
            String reason = against(place, operation, request, where);
            if (reason == null) {
                eligible.add(place);
            } else {
                reasons.add(place.name() + ": " + reason);
            }
        }
        if (eligible.isEmpty()) {
            throw new ClaudeInvalidRequestException("No backend may take the call ("
                    + (reasons.isEmpty()
                            ? "none of allowedBackends=" + where.backends() + " is among " + names()
                            : String.join("; ", reasons))
                    + "). Nothing was sent; allow another one, or ask for what these can do");
        }
        return eligible;
    }

    private List<Place> ordered(List<String> names) {
        if (names.isEmpty()) {
            return places;
        }
        return places.stream()
                .filter(place -> names.contains(place.name()))
                .sorted(Comparator.comparingInt(place -> names.indexOf(place.name())))
                .toList();
    }

    private static String against(Place place, String operation, ClaudeRequest request, Where where) {
        if (where.only() != null && !where.only().equals(place.name())) {
            return "the conversation holds signed thinking of backend " + where.only();
        }
        if (!where.regions().isEmpty() && regions(place, request).stream().noneMatch(where::allowsRegion)) {
            return "data is processed in " + String.join(" or ", place.regions()) + ", and allowedRegions is "
                    + String.join(",", where.regions());
        }
        List<String> cannot = place.cannot().of(operation, request);
        return cannot.isEmpty() ? null : String.join(", ", cannot);
    }

    /** A request may say itself where it is to be processed. */
    private static Set<String> regions(Place place, ClaudeRequest request) {
        if (request.body().get("inference_geo") instanceof String geo && !geo.equals("global")) {
            Set<String> regions = new HashSet<>(place.regions());
            regions.add(geo);
            return regions;
        }
        return place.regions();
    }

    /**
     * The best of those that may.
     *
     * @param tried those that have failed the call since all had a turn
     * @param quote what the call would meet at a place
     */
    Place choose(List<Place> eligible, Collection<Place> tried, Function<Place, Quote> quote) {
        return choose(eligible, tried, quote, place -> 0);
    }

    /** @param read how many tokens of the prompt are cached at a place */
    Place choose(
            List<Place> eligible, Collection<Place> tried, Function<Place, Quote> quote, ToLongFunction<Place> read) {
        if (eligible.size() == 1) {
            return eligible.get(0);
        }
        List<Place> fresh =
                eligible.stream().filter(place -> !tried.contains(place)).toList();
        for (Place place : fresh) {
            if (!place.standing().serves() && place.standing().wantsProbe()) {
                return place;
            }
        }
        List<Place> serving =
                fresh.stream().filter(place -> place.standing().serves()).toList();
        if (!serving.isEmpty()) {
            return best(serving, quote, read);
        }
        List<Place> others =
                eligible.stream().filter(place -> place.standing().serves()).toList();
        return best(others.isEmpty() ? eligible : others, quote, read);
    }

    /** Whether there is one that serves, and that has not failed the call. */
    boolean hasOther(List<Place> eligible, Collection<Place> tried) {
        return eligible.stream()
                .anyMatch(place -> !tried.contains(place) && place.standing().serves());
    }

    private Place best(List<Place> candidates, Function<Place, Quote> quote, ToLongFunction<Place> read) {
        if (candidates.size() == 1) {
            return candidates.get(0);
        }
        long most = candidates.stream().mapToLong(read).max().orElse(0);
        double usual = candidates.stream()
                .mapToDouble(place -> place.standing().seconds())
                .filter(seconds -> seconds > 0)
                .min()
                .orElse(0);
        List<Offer> offers = candidates.stream()
                .map(place -> Offer.of(place, quote.apply(place), most - read.applyAsLong(place), usual))
                .toList();
        if (routing == Routing.failover) {
            return offers.stream()
                    .filter(Offer::takes)
                    .findFirst()
                    .orElse(offers.get(0))
                    .place();
        }
        return offers.stream()
                .min(Comparator.comparing(Offer::takes).reversed().thenComparingDouble(Offer::seconds))
                .orElseThrow()
                .place();
    }

    /**
     * @param takes   whether the call would at least be let wait
     * @param seconds until it would be answered
     */
    private record Offer(Place place, boolean takes, double seconds) {

        /**
         * @param anew  how many tokens are cached elsewhere, but not here; with them nobody goes and sees how quick a place is
         * @param usual how long the quickest takes that is known
         */
        private static Offer of(Place place, Quote quote, long anew, double usual) {
            double known = place.standing().seconds();
            return new Offer(
                    place,
                    quote.against() == null,
                    quote.expected().toNanos() / 1e9
                            + (known == 0 && anew > 0 ? Math.min(usual, MOST_SECONDS_FOR_WARMTH) : known)
                            + place.standing().secondsAway()
                            + Math.min(MOST_SECONDS_FOR_WARMTH, anew / TOKENS_A_SECOND));
        }
    }
}
