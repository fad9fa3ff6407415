/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.answer;

/** Text that lets itself be read only so often: a pattern that tries every way to fail would otherwise never end. */
final class ImpatientText implements CharSequence {

    private static final int MOST_READS = 2_000_000;
    private final String text;
    private int reads;

    /** The search has taken too long. */
    static final class GivenUp extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private GivenUp() {
            super("read " + MOST_READS + " times", null, false, false);
        }
    }

    ImpatientText(String text) {
        this.text = text;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (++reads > MOST_READS) {
            throw new GivenUp();
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
