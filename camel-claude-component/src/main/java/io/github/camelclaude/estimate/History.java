/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.estimate;

/**
 * What is known of one route and model.
 *
 * @param calibration of the input
 * @param output      of the output
 * @param cache       of the prompt cache
 */
record History(Calibration calibration, OutputHistory output, CacheHistory cache) {

    History(double[] ratios) {
        this(new Calibration(ratios), new OutputHistory(), new CacheHistory());
    }
}
