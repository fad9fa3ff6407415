/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelclaude.simulator.catalog.Catalog;
import io.github.camelclaude.simulator.catalog.Model;
import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.error.ApiException;
import java.util.Set;

/**
 * What the Messages API accepts, checked in the order in which it reads: known fields, required fields, the model, the
 * messages, then what the model does not have.
 */
public final class MessageRules {

    private static final Set<String> FIELDS = Set.of(
            "model",
            "messages",
            "max_tokens",
            "system",
            "stream",
            "stop_sequences",
            "temperature",
            "top_p",
            "top_k",
            "tools",
            "tool_choice",
            "thinking",
            "output_config",
            "cache_control",
            "service_tier",
            "speed",
            "inference_geo",
            "metadata",
            "container",
            "diagnostics");
    private static final Set<String> BETA_FIELDS = Set.of(
            "context_management",
            "mcp_servers",
            "fallbacks",
            "fallback_credit_token",
            "compaction",
            "thread",
            "billing_policy",
            "output_format",
            "betas");
    private static final int MOST_MESSAGES = 100_000;

    private final Catalog catalog;

    public MessageRules(Catalog catalog) {
        this.catalog = catalog;
    }

    /** A request to create a message; refused with an {@link ApiException} that says what is wrong. */
    public MessagesRequest create(JsonNode json, ApiVersion version, boolean beta) {
        Field body = Field.body(json);
        Model model = shared(body, version, beta);
        long maxTokens = body.required("max_tokens").integer(0);
        if (maxTokens > model.maxOutputTokens()) {
            throw new ApiException(ApiError.invalidRequest(
                    "max_tokens: %d > %d, which is the maximum allowed number of output tokens for %s"
                            .formatted(maxTokens, model.maxOutputTokens(), model.id())));
        }
        body.ifPresent("stream", Field::bool);
        body.ifPresent("stop_sequences", field -> field.array().forEach(MessageRules::stopSequence));
        if (maxTokens == 0) {
            warmUp(body);
        }
        ThinkingRules.check(body, model, maxTokens);
        return new MessagesRequest((ObjectNode) json, model, maxTokens);
    }

    /** A request to count tokens: the same fields, but nothing about the output's length. */
    public MessagesRequest count(JsonNode json, ApiVersion version, boolean beta) {
        Field body = Field.body(json);
        Model model = shared(body, version, beta);
        if (body.get("max_tokens").isPresent()) {
            throw body.get("max_tokens").wrong("Extra inputs are not permitted");
        }
        ThinkingRules.check(body, model, Long.MAX_VALUE);
        return new MessagesRequest((ObjectNode) json, model, 0);
    }

    private Model shared(Field body, ApiVersion version, boolean beta) {
        if (!body.value().isObject()) {
            throw body.wrong("Input should be an object");
        }
        onlyKnownFields(body, beta);
        String name = body.required("model").string();
        body.required("messages").array();
        if (body.get("messages").value().size() > MOST_MESSAGES) {
            throw body.get("messages").wrong("List should have at most 100000 items after validation");
        }
        Model model = catalog.model(name)
                .filter(known -> !known.isRetired())
                .orElseThrow(() -> new ApiException(ApiError.notFound("model: " + name)));
        ContentRules.check(body, version, model);
        ToolRules.check(body, model);
        CacheMarkRules.check(body);
        sampling(body, version, model);
        options(body, model);
        return model;
    }

    private static void onlyKnownFields(Field body, boolean beta) {
        body.value().fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name) && !(beta && BETA_FIELDS.contains(name))) {
                throw body.get(name).wrong("Extra inputs are not permitted");
            }
        });
    }

    private static void stopSequence(Field field) {
        if (field.string().isBlank()) {
            throw new ApiException(
                    ApiError.invalidRequest("stop_sequences: each stop sequence must contain non-whitespace"));
        }
    }

    private static void sampling(Field body, ApiVersion version, Model model) {
        if (version.refusesSamplingParameters()) {
            for (String name : new String[] {"temperature", "top_p", "top_k"}) {
                if (!body.get(name).value().isMissingNode()) {
                    throw body.get(name)
                            .wrong("this parameter is not supported with anthropic-version " + version.date());
                }
            }
            return;
        }
        body.ifPresent("temperature", field -> ownValue(field, field.number(0, 1), 1, model));
        body.ifPresent("top_p", field -> ownValue(field, field.number(0, 1), 1, model));
        body.ifPresent("top_k", field -> ownValue(field, field.integer(0), Double.NaN, model));
    }

    private static void ownValue(Field field, double value, double byDefault, Model model) {
        if (model.rules().sampling().equals("default-only") && value != byDefault) {
            throw field.wrong("non-default values are not supported on " + model.id());
        }
    }

    private static void options(Field body, Model model) {
        body.ifPresent("service_tier", field -> field.oneOf("auto", "standard_only"));
        body.ifPresent("speed", field -> {
            if (field.oneOf("fast", "standard").equals("fast") && !model.rules().fast()) {
                throw field.wrong("fast mode is not supported on " + model.id());
            }
        });
        body.ifPresent("inference_geo", field -> {
            field.oneOf("us", "global");
            if (!model.rules().inferenceGeo()) {
                throw field.wrong("this parameter is not supported on " + model.id());
            }
        });
        body.ifPresent(
                "metadata", field -> field.object().onlyKnows(Set.of("user_id")).ifPresent("user_id", Field::string));
        body.ifPresent("container", field -> {
            if (!field.value().isTextual() && !field.value().isObject()) {
                throw field.wrong("Input should be a valid string or an object");
            }
        });
        body.ifPresent("diagnostics", Field::object);
        body.ifPresent("output_config", MessageRules::outputConfig);
    }

    private static void outputConfig(Field config) {
        config.object().onlyKnows(Set.of("effort", "format", "task_budget"));
        config.ifPresent("effort", effort -> effort.oneOf("low", "medium", "high", "xhigh", "max"));
        config.ifPresent("format", format -> {
            format.type(Set.of("json_schema"));
            Field schema = format.required("schema");
            if (!schema.value().isObject()) {
                throw schema.wrong("Input should be an object");
            }
        });
    }

    /** With nothing to produce a request only warms the cache, and asks for nothing else. */
    private static void warmUp(Field body) {
        if (body.value().path("stream").asBoolean()) {
            throw body.get("max_tokens").wrong("0 is not supported with stream");
        }
        if (!body.value().path("thinking").path("type").asText("disabled").equals("disabled")) {
            throw body.get("max_tokens").wrong("0 is not supported with thinking");
        }
        if (body.get("output_config").get("format").isPresent()) {
            throw body.get("max_tokens").wrong("0 is not supported with output_config.format");
        }
        String choice = body.value().path("tool_choice").path("type").asText();
        if (choice.equals("any") || choice.equals("tool")) {
            throw body.get("max_tokens").wrong("0 is not supported with tool_choice '" + choice + "'");
        }
    }
}
