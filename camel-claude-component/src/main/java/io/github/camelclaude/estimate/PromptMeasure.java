/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.estimate;

/** How many tokens the parts of a prompt probably are, by what they are made of and what the model's tokenizer is. */
public final class PromptMeasure {

    private static final TokenRatios RATIOS = TokenRatios.load();

    private final double[] ratios;

    private PromptMeasure(double[] ratios) {
        this.ratios = ratios;
    }

    /** For a model, known or not. */
    public static PromptMeasure of(String model) {
        return new PromptMeasure(RATIOS.of(model));
    }

    /** What comes with tools, whichever they are. */
    public long anyTools() {
        return RequestReader.WITH_TOOLS;
    }

    /** What comes with each turn. */
    public long turn() {
        return RequestReader.PER_MESSAGE;
    }

    /** A tool's definition, or other structure. */
    public long structure(Object structure) {
        return tokens(RequestReader.ofStructure(structure));
    }

    /** A block of the system prompt or of a turn. */
    public long block(Object block) {
        return tokens(RequestReader.ofBlock(block));
    }

    private long tokens(RequestContent content) {
        double tokens = 0;
        for (ContentClass contentClass : ContentClass.values()) {
            tokens += content.amount(contentClass) * ratios[contentClass.ordinal()];
        }
        return Math.round(tokens);
    }
}
