/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ValueNode;
import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.error.ApiException;
import io.github.camelclaude.simulator.seed.Seed;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers within the bounds of a schema. */
final class NumberValues {

    private static final int MOST_DIGITS = 308;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private NumberValues() {}

    static ValueNode integer(JsonNode schema, Seed seed) {
        BigDecimal step = step(schema, BigDecimal.ONE).setScale(0, RoundingMode.CEILING);
        BigInteger value = onGrid(schema, step, seed).toBigInteger();
        return value.bitLength() < 63
                ? JsonNodeFactory.instance.numberNode(value.longValue())
                : JsonNodeFactory.instance.numberNode(value);
    }

    static ValueNode number(JsonNode schema, Seed seed) {
        BigDecimal range = most(schema).subtract(least(schema));
        BigDecimal fine = range.signum() > 0 && range.compareTo(BigDecimal.ONE) < 0
                ? range.divide(HUNDRED, MathContext.DECIMAL32)
                : new BigDecimal("0.01");
        BigDecimal value = onGrid(schema, step(schema, fine), seed);
        return DecimalNode.valueOf(value.signum() == 0 ? BigDecimal.ZERO : value);
    }

    private static BigDecimal step(JsonNode schema, BigDecimal usual) {
        BigDecimal multiple = reasonable(schema.path("multipleOf"));
        return multiple.signum() > 0 ? multiple : usual;
    }

    /** A multiple of the step between the bounds; bounds that exclude themselves move it inside. */
    private static BigDecimal onGrid(JsonNode schema, BigDecimal step, Seed seed) {
        BigDecimal low = least(schema).divide(step, 0, RoundingMode.CEILING);
        BigDecimal high = most(schema).divide(step, 0, RoundingMode.FLOOR);
        if (schema.has("exclusiveMinimum")
                && low.multiply(step).compareTo(reasonable(schema.get("exclusiveMinimum"))) <= 0) {
            low = low.add(BigDecimal.ONE);
        }
        if (schema.has("exclusiveMaximum")
                && high.multiply(step).compareTo(reasonable(schema.get("exclusiveMaximum"))) >= 0) {
            high = high.subtract(BigDecimal.ONE);
        }
        BigInteger count = high.subtract(low).toBigInteger().add(BigInteger.ONE);
        if (count.signum() <= 0) {
            return least(schema);
        }
        long choices = count.min(BigInteger.valueOf(100_000)).longValue();
        return low.add(BigDecimal.valueOf(seed.below(choices))).multiply(step);
    }

    /** Exact arithmetic with a billion digits would never end; what a double cannot hold is refused. */
    private static BigDecimal reasonable(JsonNode number) {
        BigDecimal value = number.decimalValue();
        if (Math.abs((long) value.precision() - value.scale()) > MOST_DIGITS || Math.abs(value.scale()) > MOST_DIGITS) {
            throw new ApiException(ApiError.invalidRequest(
                    "output_config.format.schema: number " + value + " is out of range; it must fit 308 digits"));
        }
        return value;
    }

    private static BigDecimal least(JsonNode schema) {
        for (String name : new String[] {"minimum", "exclusiveMinimum"}) {
            if (schema.has(name)) {
                return reasonable(schema.get(name));
            }
        }
        return schema.has("maximum") || schema.has("exclusiveMaximum")
                ? most(schema).subtract(HUNDRED)
                : BigDecimal.ZERO;
    }

    private static BigDecimal most(JsonNode schema) {
        for (String name : new String[] {"maximum", "exclusiveMaximum"}) {
            if (schema.has(name)) {
                return reasonable(schema.get(name));
            }
        }
        return schema.has("minimum") || schema.has("exclusiveMinimum")
                ? least(schema).add(HUNDRED)
                : HUNDRED;
    }
}
