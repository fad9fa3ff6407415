/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A kind of place that serves Claude.
 *
 * @param kind        its name, such as {@code bedrock-runtime}
 * @param reservation the name of the rules by which its calls are charged
 * @param tellsLimits whether its responses tell the limits
 * @param buckets     which models share limits there
 * @param uncertain   what could not be confirmed
 */
public record EndpointKind(
        @JsonProperty(required = true) String kind,
        @JsonProperty(required = true) String reservation,
        @JsonProperty(required = true) boolean tellsLimits,
        @JsonProperty(required = true) Buckets buckets,
        List<String> uncertain) {

    /** Which models share limits. */
    public enum Buckets {
        /** Those of a class. */
        CLASS,
        /** Each has its own. */
        MODEL,
        /** Those of a lineage where a location is more than a region; elsewhere each has its own. */
        LINEAGE
    }

    public EndpointKind {
        uncertain = uncertain == null ? List.of() : List.copyOf(uncertain);
    }
}
