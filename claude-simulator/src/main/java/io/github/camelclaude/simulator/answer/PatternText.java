/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.answer;

import com.github.curiousoddman.rgxgen.RgxGen;
import io.github.camelclaude.simulator.seed.Seed;
import java.util.Random;

/** A text that matches a regular expression. */
final class PatternText {

    private PatternText() {}

    static String matching(String pattern, Seed seed) {
        String unanchored = pattern.replaceFirst("^\\^", "").replaceFirst("(?<!\\\\)\\$$", "");
        return RgxGen.parse(unanchored).generate(new Random(seed.value()));
    }
}
