/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelclaude.simulator.catalog.Model;
import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.error.ApiException;
import io.github.camelclaude.simulator.message.ApiVersion;

/**
 * A request as the API knows it, from one as a cloud platform takes it: the model comes from the path, the version from the
 * body.
 *
 * @param json with the model, without the version
 * @param version which rules apply
 */
public record CloudBody(ObjectNode json, ApiVersion version) {

    public static CloudBody bedrock(JsonNode body, Model model, boolean streamed) {
        CloudBody read = of(body, model, "bedrock-2023-05-31");
        if (read.json.has("cache_control")) {
            throw new ApiException(ApiError.invalidRequest("cache_control: Extra inputs are not permitted"));
        }
        if (read.version == ApiVersion.V2026_10_21 && !model.rules().dense()) {
            throw new ApiException(ApiError.invalidRequest(
                    "anthropic_version: 2026-10-21 is only available for Claude Opus 4.7 and later"));
        }
        read.json.remove("stream");
        if (streamed) {
            read.json.put("stream", true);
        }
        return read;
    }

    public static CloudBody vertex(JsonNode body, Model model, boolean streamed) {
        CloudBody read = of(body, model, "vertex-2023-10-16");
        if (streamed) {
            read.json.put("stream", true);
        }
        return read;
    }

    private static CloudBody of(JsonNode body, Model model, String ownVersion) {
        if (!body.isObject()) {
            throw new ApiException(ApiError.invalidRequest("Input should be an object"));
        }
        ObjectNode json = body.deepCopy();
        JsonNode version = json.remove("anthropic_version");
        json.remove("anthropic_beta");
        json.put("model", model.id());
        if (version == null || !version.isTextual()) {
            throw new ApiException(ApiError.invalidRequest("anthropic_version: Field required"));
        }
        boolean own = version.textValue().equals(ownVersion);
        return new CloudBody(json, own ? ApiVersion.V2023_06_01 : ApiVersion.of(version.textValue()));
    }
}
