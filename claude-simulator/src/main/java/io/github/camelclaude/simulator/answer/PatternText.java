/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.answer;

import com.github.curiousoddman.rgxgen.RgxGen;
import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.error.ApiException;
import io.github.camelclaude.simulator.seed.Seed;
import java.util.Random;

/** A text that matches a regular expression. */
final class PatternText {

    private PatternText() {}

    static String matching(String pattern, Seed seed) {
        String unanchored = pattern.replaceFirst("^\\^", "").replaceFirst("(?<!\\\\)\\$$", "");
        try {
            return RgxGen.parse(unanchored).generate(new Random(seed.value()));
        } catch (RuntimeException e) {
            throw new ApiException(
                    ApiError.invalidRequest("output_config.format.schema: pattern '" + pattern + "' is not supported"));
        }
    }
}
