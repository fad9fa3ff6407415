/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.truth;

import java.util.function.Consumer;

/**
 * Something that holds of the API, seen through the official SDK.
 *
 * @param name as a sentence
 * @param onlySimulated whether the real API cannot be made to do it
 * @param mostDollars at most so much it costs on the real API
 * @param body fails where it does not hold
 */
record Check(String name, boolean onlySimulated, double mostDollars, Consumer<Target> body) {

    static Check of(String name, double mostDollars, Consumer<Target> body) {
        return new Check(name, false, mostDollars, body);
    }

    static Check simulated(String name, Consumer<Target> body) {
        return new Check(name, true, 0, body);
    }
}
