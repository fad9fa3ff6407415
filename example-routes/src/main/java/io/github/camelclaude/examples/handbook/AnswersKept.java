/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.handbook;

import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;

/** How long the answer to a question is good for whoever asks the same. */
public class AnswersKept extends MutableConfiguration<Object, Object> {

    private static final long serialVersionUID = 1;

    public AnswersKept() {
        setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(Duration.ONE_HOUR));
    }
}
