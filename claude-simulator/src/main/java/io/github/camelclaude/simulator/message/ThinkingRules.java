/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.message;

import io.github.camelclaude.simulator.catalog.Model;
import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.error.ApiException;
import java.util.Set;

/** Which ways of thinking a model has. */
final class ThinkingRules {

    private ThinkingRules() {}

    static void check(Field body, Model model, long maxTokens) {
        body.ifPresent("thinking", untagged -> {
            String type = untagged.type(Set.of("enabled", "disabled", "adaptive", "between_tools"));
            Field thinking = untagged.as(type);
            switch (type) {
                case "enabled" -> enabled(thinking, model, maxTokens);
                case "adaptive" -> adaptive(thinking, model);
                case "between_tools" -> betweenTools(thinking, model);
                default -> disabled(thinking, model);
            }
        });
    }

    private static void enabled(Field thinking, Model model, long maxTokens) {
        String modes = model.rules().thinking();
        if (!modes.equals("budget") && !modes.equals("both")) {
            throw new ApiException(ApiError.invalidRequest(
                    "\"thinking.type.enabled\" is not supported for this model. Use \"thinking.type.adaptive\" and"
                            + " \"output_config.effort\" to control thinking behavior."));
        }
        thinking.onlyKnows(Set.of("type", "budget_tokens", "display"));
        long budget = thinking.required("budget_tokens").integer(1024);
        if (budget >= maxTokens) {
            throw new ApiException(
                    ApiError.invalidRequest("`max_tokens` must be greater than `thinking.budget_tokens`."));
        }
        display(thinking);
    }

    private static void adaptive(Field thinking, Model model) {
        String modes = model.rules().thinking();
        if (!modes.equals("adaptive") && !modes.equals("both")) {
            throw new ApiException(ApiError.invalidRequest("adaptive thinking is not supported on this model"));
        }
        thinking.onlyKnows(Set.of("type", "display"));
        display(thinking);
    }

    /** Known from the official SDK only; which models accept it is assumed. */
    private static void betweenTools(Field thinking, Model model) {
        if (!model.rules().thinking().equals("adaptive")) {
            throw new ApiException(
                    ApiError.invalidRequest("\"thinking.type.between_tools\" is not supported for this model."));
        }
        thinking.onlyKnows(Set.of("type"));
    }

    private static void disabled(Field thinking, Model model) {
        if (!model.rules().thinkingOff()) {
            throw new ApiException(
                    ApiError.invalidRequest("\"thinking.type.disabled\" is not supported for this model."));
        }
        thinking.onlyKnows(Set.of("type"));
    }

    private static void display(Field thinking) {
        thinking.ifPresent("display", display -> display.oneOf("summarized", "omitted"));
    }
}
