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
import java.util.regex.Pattern;

/** A text that matches a regular expression. */
final class PatternText {

    /** The last number of a repetition such as {@code {3}} or {@code {2,5}}. */
    private static final Pattern COUNT = Pattern.compile("\\{(?:\\d+,)?(\\d+),?}");

    private static final double MOST_REPETITIONS = 10_000_000;

    private PatternText() {}

    static String matching(String pattern, Seed seed) {
        if (repetitions(pattern) > MOST_REPETITIONS) {
            throw notSupported(pattern);
        }
        String unanchored = pattern.replaceFirst("^\\^", "").replaceFirst("(?<!\\\\)\\$$", "");
        try {
            return RgxGen.parse(unanchored).generate(new Random(seed.value()));
        } catch (RuntimeException e) {
            throw notSupported(pattern);
        }
    }

    /** At most as many times as everything repeated is repeated by everything else. */
    private static double repetitions(String pattern) {
        return COUNT.matcher(pattern)
                .results()
                .mapToDouble(count -> Double.parseDouble(count.group(1)))
                .reduce(1, (left, right) -> left * Math.max(1, right));
    }

    private static ApiException notSupported(String pattern) {
        return new ApiException(
                ApiError.invalidRequest("output_config.format.schema: pattern '" + pattern + "' is not supported"));
    }
}
