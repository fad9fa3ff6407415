/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks.subject;

/** One way to call Claude. All of them send the same prompt and hand back the text of the answer. */
public interface Caller extends AutoCloseable {

    /** The model of all calls, one that the component's catalog knows. */
    String MODEL = "claude-haiku-5-5";

    int MAX_TOKENS = 256;

    /** Makes one call and returns without waiting for its answer. */
    void call(String prompt, Ending ending);

    @Override
    void close();

    /** Hears of the end of a call, exactly once, on a thread of the caller. */
    @FunctionalInterface
    interface Ending {

        /**
         * The call has ended.
         *
         * @param answer  the text, if it went well
         * @param failure null if it went well
         */
        void ended(String answer, Throwable failure);
    }
}
