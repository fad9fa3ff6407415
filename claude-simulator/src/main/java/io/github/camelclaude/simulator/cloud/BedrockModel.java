/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.cloud;

import io.github.camelclaude.simulator.catalog.Catalog;
import io.github.camelclaude.simulator.catalog.Model;
import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.error.ApiException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Models by their names on Bedrock: {@code [profile.]anthropic.<id>[-v1[:0]]}. */
public final class BedrockModel {

    private static final Pattern NAME = Pattern.compile(
            "(?:.*/)?(?:(global|us|eu|jp|au|apac)\\.)?anthropic\\.(claude-[a-z0-9-]+?)(?:-v\\d+(?::\\d+)?)?");
    private static final Instant WITHOUT_PROFILE_SINCE = Instant.parse("2026-06-01T00:00:00Z");

    private BedrockModel() {}

    /** The model; older ones are reached only through an inference profile. */
    public static Model named(String name, Catalog catalog) {
        Matcher matcher = NAME.matcher(name);
        Model model = matcher.matches() ? catalog.model(matcher.group(2)).orElse(null) : null;
        if (model == null) {
            throw new ApiException(ApiError.invalidRequest("The provided model identifier is invalid."));
        }
        if (matcher.group(1) == null && model.createdAt().isBefore(WITHOUT_PROFILE_SINCE)) {
            throw new ApiException(ApiError.invalidRequest("Invocation of model ID " + name
                    + " with on-demand throughput isn't supported. Retry your request with the ID or ARN of an inference"
                    + " profile that contains this model."));
        }
        return model;
    }
}
