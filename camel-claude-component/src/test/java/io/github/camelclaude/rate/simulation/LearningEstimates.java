/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import io.github.camelclaude.rate.Cost;
import java.util.SplittableRandom;

/**
 * Learns tokens per character of each class of text and the mean output from what calls cost. It begins a fifth too high or too
 * low with each.
 */
final class LearningEstimates implements Estimates {

    private static final int MAX_TOKENS = 4096;
    private static final double INPUT_WEIGHT = 0.05;
    private static final double OUTPUT_WEIGHT = 0.01;
    private static final int FEW = 200;

    private final double[] tokensPerCharacter = new double[TextClass.all().length];
    private final double reserve;
    private double output;

    private final boolean isGuess;
    private int ended;

    /**
     * @param output  what a call is expected to write at first
     * @param isGuess whether that is forgotten as soon as calls have ended
     * @param reserve how many times the mean output a call is expected to write
     */
    private LearningEstimates(double output, boolean isGuess, double reserve, SplittableRandom random) {
        this.output = output;
        this.isGuess = isGuess;
        this.reserve = reserve;
        for (TextClass each : TextClass.all()) {
            tokensPerCharacter[each.ordinal()] = each.tokensPerCharacter * off(random);
        }
    }

    static Estimates of(Scenario scenario, SplittableRandom random) {
        return scenario.firstGuess > 0
                ? new LearningEstimates(scenario.firstGuess, true, scenario.reserve, random)
                : new LearningEstimates(
                        scenario.lengths.mean().output() * off(random), false, scenario.reserve, random);
    }

    @Override
    public Cost of(Call call) {
        long input = Math.max(
                1, Math.round(call.characters() * tokensPerCharacter[call.text().ordinal()]));
        return new Cost(input, 0, 0, Math.round(output * reserve), MAX_TOKENS, 0);
    }

    @Override
    public boolean areGuesses() {
        return isGuess && ended < FEW;
    }

    @Override
    public void settled(Call call, long input, long written) {
        int text = call.text().ordinal();
        tokensPerCharacter[text] += INPUT_WEIGHT * ((double) input / call.characters() - tokensPerCharacter[text]);
        ended++;
        double weight = isGuess ? Math.max(OUTPUT_WEIGHT, 1.0 / (1 + ended)) : OUTPUT_WEIGHT;
        output += weight * (written - output);
    }

    private static double off(SplittableRandom random) {
        return random.nextBoolean() ? 1.2 : 0.8;
    }
}
