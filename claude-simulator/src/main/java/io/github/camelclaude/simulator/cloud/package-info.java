/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What is particular to Claude on Bedrock and on Vertex AI: names, quotas, error shapes, framing. */
package io.github.camelclaude.simulator.cloud;
