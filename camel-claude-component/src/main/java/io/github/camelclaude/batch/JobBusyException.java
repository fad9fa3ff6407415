/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

/** Another exchange or node is taking in the same job at the moment. Try again later: nothing was taken in. */
public final class JobBusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    JobBusyException(String key) {
        super("The job " + key
                + " is being taken in by another exchange or node. Nothing was taken in; try again later");
    }
}
