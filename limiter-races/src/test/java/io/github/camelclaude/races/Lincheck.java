/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.races;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import java.util.Set;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;

/** How Lincheck looks. Its scenarios and its choices come from seeds that are always the same. */
public enum Lincheck {
    /** Threads run one at a time and change over between any two accesses to what they share. */
    MODEL {
        @Override
        Options<?, ?> options() {
            return new ModelCheckingOptions()
                    .addGuarantee(forClasses(Lincheck::computes).allMethods().ignore())
                    .addGuarantee(forClasses(LIMITER + "Path")
                            .methods("<init>", "needs", "ask", "dominantSeconds", "spokenOf")
                            .ignore())
                    .addGuarantee(forClasses(StandingTimeline.class.getName())
                            .methods("now", "at", "forget", "pass", "takeDue")
                            .ignore());
        }
    },
    /** Threads run as they like, on what the processor makes of memory. */
    STRESS {
        @Override
        Options<?, ?> options() {
            return new StressOptions();
        }
    };

    private static final int SCENARIOS = Integer.getInteger("races.scenarios", 12);
    private static final int RUNS = 100;
    private static final int THREADS = 2;
    private static final int OPERATIONS = 3;

    private static final String LIMITER = "io.github.camelclaude.rate.";

    /** Where threads change over. The rest of the limiter computes for these, and is taken as one step. */
    private static final Set<String> LOOKED_INTO =
            Set.of("LocalLimiter", "LocalPermit", "Path", "Paths", "WaitingRoom", "Waiter", "Hold", "Gate");

    abstract Options<?, ?> options();

    /** @throws org.jetbrains.lincheck.LincheckAssertionError if no order of the operations explains what they returned */
    public void check(Class<?> subject) {
        Options<?, ?> options = options();
        options.iterations(SCENARIOS);
        options.invocationsPerIteration(RUNS);
        options.threads(THREADS);
        options.actorsPerThread(OPERATIONS);
        options.actorsBefore(0);
        options.actorsAfter(1);
        options.minimizeFailedScenario(false);
        options.check(subject);
    }

    private static boolean computes(String name) {
        if (!name.startsWith(LIMITER)) {
            return false;
        }
        String simple = name.substring(LIMITER.length());
        int inner = simple.indexOf('$');
        return !LOOKED_INTO.contains(inner < 0 ? simple : simple.substring(0, inner));
    }
}
