/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class with a simulator of its own for each test; methods take it as a parameter.
 *
 * <p>Its clock stands still, so that nothing refills while a slow machine thinks, and moves by {@code sim.advance(..)}. It
 * answers at once. When a test fails, the accounting is printed.
 *
 * <pre>{@code
 * @ClaudeSimulatorTest(tier = "start")
 * class MyTest {
 *     @Test
 *     void worksOff(ClaudeSimulator sim) {
 *         ...
 *         sim.assertNoRefusals();
 *     }
 * }
 * }</pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ClaudeSimulatorExtension.class)
public @interface ClaudeSimulatorTest {

    /** {@code evaluation}, {@code start}, {@code build}, {@code scale}, or a legacy one, {@code 1} to {@code 4}. */
    String tier() default "start";

    /** Requests per minute of every model class; -1 for the tier's. */
    long rpm() default -1;

    /** Input tokens per minute of every model class; -1 for the tier's. */
    long itpm() default -1;

    /** Output tokens per minute of every model class; -1 for the tier's. */
    long otpm() default -1;

    /** Every answer takes so many milliseconds of real time. */
    long latencyMillis() default 0;

    /** Where the clock stands at first; empty for a clock that runs with the machine's. */
    String clock() default "2026-11-24T12:00:00Z";

    /** From which ids, answers and faults follow. */
    long seed() default 1;

    /** Faults and their probabilities, such as {@code overloaded=0.01}. */
    String[] faults() default {};

    /** A JSON file with choices, read before the other attributes; empty for none. */
    String config() default "";
}
