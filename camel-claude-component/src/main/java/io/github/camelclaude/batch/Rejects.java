/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import io.github.camelclaude.batch.HandedIn.Bad;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import java.util.ArrayList;
import java.util.List;

/** What becomes of items that can't be sent. */
interface Rejects {

    /** Told of each. What it throws ends the job; nothing was sent then. */
    void reject(Bad bad);

    /** There are no more items. What it throws ends the job. */
    default void end() {}

    /** Where they can go nowhere they end the job: the first ones are told, and nothing is taken in. */
    static Rejects failing(int most) {
        List<String> told = new ArrayList<>();
        return new Rejects() {
            @Override
            public void reject(Bad bad) {
                told.add(bad.reason() + ": " + bad.message());
                if (told.size() >= most) {
                    throw failure("at least " + most);
                }
            }

            @Override
            public void end() {
                if (!told.isEmpty()) {
                    throw failure(String.valueOf(told.size()));
                }
            }

            private ClaudeInvalidRequestException failure(String many) {
                return new ClaudeInvalidRequestException("The job has " + many + " items that can't be sent: "
                        + String.join("; ", told)
                        + ". Nothing was taken in; correct them, or set deadLetterUri to send the others on");
            }
        };
    }
}
