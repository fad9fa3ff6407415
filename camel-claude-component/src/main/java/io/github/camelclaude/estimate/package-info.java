/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What a call will use before it has used it: input by what the request is made of, output by how long answers were, reads
 * from the prompt cache by what is safe to assume; all of it learned per route and model, in bounded memory. {@link
 * io.github.camelclaude.estimate.Estimator} is the way in. Pure Java: no Camel, no SDK, no clock and no thread of its own.
 */
package io.github.camelclaude.estimate;
