/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

import java.util.List;
import java.util.Optional;

/**
 * What a call is charged, as data: one rule set per kind of endpoint.
 *
 * @param name  as in documentation: {@code first-party}
 * @param rules one per dimension; a dimension without a rule is not charged
 */
public record Reservation(String name, List<Rule> rules) {

    /** When what is taken counts at the service. */
    public enum When {
        /** All of it when the call is let in, corrected as the facts arrive. */
        ADMISSION,
        /** While it is produced; the call is let in as long as anything is left. */
        PRODUCTION
    }

    /**
     * How a cost becomes an amount of a dimension: the sum of its parts, each times its factor.
     *
     * @param held factors before the call
     * @param used factors after it
     */
    public record Rule(Dimension dimension, When when, Factors held, Factors used) {}

    /** Factors of the parts of a {@link Cost}; {@code calls} times one. */
    public record Factors(
            double calls,
            double input,
            double cacheWrite,
            double cacheRead,
            double output,
            double maxOutput,
            double microUsd) {

        public double of(Cost cost) {
            return calls
                    + input * cost.input()
                    + cacheWrite * cost.cacheWrite()
                    + cacheRead * cost.cacheRead()
                    + output * cost.output()
                    + maxOutput * cost.maxOutput()
                    + microUsd * cost.microUsd();
        }
    }

    private static final Factors CALL = new Factors(1, 0, 0, 0, 0, 0, 0);
    private static final Factors UNCACHED = new Factors(0, 1, 1, 0, 0, 0, 0);
    private static final Factors OUTPUT = new Factors(0, 0, 0, 0, 1, 0, 0);
    private static final Factors UNCACHED_AND_OUTPUT = new Factors(0, 1, 1, 0, 1, 0, 0);
    private static final Factors ALL_INPUT_AND_MAX = new Factors(0, 1, 1, 1, 0, 1, 0);
    private static final Factors ALL_INPUT_AND_OUTPUT = new Factors(0, 1, 1, 1, 1, 0, 0);
    private static final Factors MONEY = new Factors(0, 0, 0, 0, 0, 0, 1);

    private static final Rule REQUESTS = new Rule(Dimension.REQUESTS, When.ADMISSION, CALL, CALL);
    private static final Rule INPUT = new Rule(Dimension.INPUT_TOKENS, When.ADMISSION, UNCACHED, UNCACHED);
    private static final Rule WRITTEN = new Rule(Dimension.OUTPUT_TOKENS, When.PRODUCTION, OUTPUT, OUTPUT);
    private static final Rule CONCURRENCY = new Rule(Dimension.CONCURRENCY, When.ADMISSION, CALL, CALL);
    private static final Rule SPEND = new Rule(Dimension.SPEND, When.ADMISSION, MONEY, MONEY);

    /** The Claude API: reads from the cache are free, output counts while it is written, {@code max_tokens} costs nothing. */
    public static final Reservation FIRST_PARTY = new Reservation(
            "first-party",
            List.of(
                    REQUESTS,
                    INPUT,
                    WRITTEN,
                    new Rule(Dimension.TOKENS, When.PRODUCTION, UNCACHED_AND_OUTPUT, UNCACHED_AND_OUTPUT),
                    CONCURRENCY,
                    SPEND));

    /** Amazon Bedrock runtime: one bucket holds all input and {@code max_tokens} from the start, corrected at the end. */
    public static final Reservation BEDROCK_RUNTIME = new Reservation(
            "bedrock-runtime",
            List.of(
                    REQUESTS,
                    new Rule(Dimension.TOKENS, When.ADMISSION, ALL_INPUT_AND_MAX, ALL_INPUT_AND_OUTPUT),
                    new Rule(Dimension.TOKENS_PER_DAY, When.ADMISSION, ALL_INPUT_AND_MAX, ALL_INPUT_AND_OUTPUT),
                    CONCURRENCY,
                    SPEND));

    /** Vertex AI: requests, input and output tokens per minute of a base model; no headers tell what is left. */
    public static final Reservation VERTEX =
            new Reservation("vertex", List.of(REQUESTS, INPUT, WRITTEN, CONCURRENCY, SPEND));

    /** Money only: budgets of a day, a month, a tenant. */
    public static final Reservation SPEND_ONLY = new Reservation("spend", List.of(SPEND));

    public Reservation {
        rules = List.copyOf(rules);
    }

    public Optional<Rule> ruleOf(Dimension dimension) {
        return rules.stream().filter(rule -> rule.dimension().equals(dimension)).findFirst();
    }
}
