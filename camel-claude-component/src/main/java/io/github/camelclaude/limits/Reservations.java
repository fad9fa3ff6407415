/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.limits;

import io.github.camelclaude.rate.Dimension;
import io.github.camelclaude.rate.Reservation;
import io.github.camelclaude.rate.Reservation.Factors;
import io.github.camelclaude.rate.Reservation.Rule;
import io.github.camelclaude.rate.Reservation.When;
import java.util.List;

/** The rules of reservation by the names that the catalog gives them. */
final class Reservations {

    private static final Factors CALL = new Factors(1, 0, 0, 0, 0, 0, 0);
    private static final Factors UNCACHED = new Factors(0, 1, 1, 0, 0, 0, 0);
    private static final Factors UNCACHED_AND_MAX = new Factors(0, 1, 1, 0, 0, 1, 0);
    private static final Factors OUTPUT = new Factors(0, 0, 0, 0, 1, 0, 0);
    private static final Factors MONEY = new Factors(0, 0, 0, 0, 0, 0, 1);

    /**
     * Amazon Bedrock's Messages endpoint: input and {@code max_tokens} together must fit into the input quota, output counts
     * while it is written, cache reads are free.
     */
    static final Reservation BEDROCK_MANTLE = new Reservation(
            "bedrock-mantle",
            List.of(
                    new Rule(Dimension.REQUESTS, When.ADMISSION, CALL, CALL),
                    new Rule(Dimension.INPUT_TOKENS, When.ADMISSION, UNCACHED_AND_MAX, UNCACHED),
                    new Rule(Dimension.OUTPUT_TOKENS, When.PRODUCTION, OUTPUT, OUTPUT),
                    new Rule(Dimension.CONCURRENCY, When.ADMISSION, CALL, CALL),
                    new Rule(Dimension.SPEND, When.ADMISSION, MONEY, MONEY)));

    /** Requests about batches, of all models together. Each item that waits is told as a token of input: nothing else is charged. */
    static final Reservation BATCH = new Reservation(
            "batch",
            List.of(
                    new Rule(Dimension.REQUESTS, When.ADMISSION, CALL, CALL),
                    new Rule(ServiceLimits.QUEUED_BATCH_ITEMS, When.ADMISSION, UNCACHED, UNCACHED)));

    private static final List<Reservation> ALL =
            List.of(Reservation.FIRST_PARTY, Reservation.BEDROCK_RUNTIME, Reservation.VERTEX, BEDROCK_MANTLE);

    private Reservations() {}

    static Reservation named(String name) {
        return ALL.stream()
                .filter(reservation -> reservation.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There are no rules of reservation " + name));
    }
}
