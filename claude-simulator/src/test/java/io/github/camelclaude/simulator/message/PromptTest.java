/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelclaude.simulator.cache.CacheQuery;
import io.github.camelclaude.simulator.cache.CacheQuery.Prefix;
import io.github.camelclaude.simulator.catalog.Catalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptTest {

    private static final String OLDER = "claude-haiku-4-5";
    private static final String NEWER = "claude-opus-5";
    private static final String THOUGHT =
            "{\"type\":\"thinking\",\"thinking\":\"" + "hm ".repeat(300) + "\",\"signature\":\"s\"}";
    private static final String TOOLS =
            "\"tools\":[{\"name\":\"t\",\"description\":\"does\",\"input_schema\":{\"type\":\"object\"},"
                    + "\"cache_control\":{\"type\":\"ephemeral\"}}],";
    private static final String ASKED =
            "{\"role\":\"user\",\"content\":\"question\"},{\"role\":\"assistant\",\"content\":[" + THOUGHT
                    + ",{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"t\",\"input\":{}}]},"
                    + "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"toolu_1\",\"content\":\"ok\"}]}";
    private static final String GONE_ON = ASKED
            + ",{\"role\":\"assistant\",\"content\":\"done\"},{\"role\":\"user\",\"content\":\"another question\"}";

    private static MessagesRequest request(String model, String turns) {
        String body = "{\"model\":\"" + model + "\",\"max_tokens\":100," + TOOLS
                + "\"system\":\"be kind\",\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\"}}},"
                + "\"messages\":[" + turns + "]}";
        try {
            return new MessageRules(Catalog.load())
                    .create(new ObjectMapper().readTree(body), ApiVersion.V2023_06_01, false);
        } catch (IOException e) {
            throw new UncheckedIOException(body, e);
        }
    }

    private static CacheQuery layout(MessagesRequest request) {
        return PromptLayout.marked(request, "scope").orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {OLDER, NEWER})
    void theCacheSeesAsManyTokensAsAreCharged(String model) {
        for (String turns : List.of(ASKED, GONE_ON)) {
            MessagesRequest request = request(model, turns);
            assertThat(layout(request).promptTokens()).isEqualTo(Prompt.tokensOf(request));
        }
    }

    @Test
    void olderModelsForgetTheThinkingOfEarlierTurnsAndCountingAlwaysDoes() {
        long thought = 250;
        MessagesRequest older = request(OLDER, GONE_ON);
        MessagesRequest newer = request(NEWER, GONE_ON);
        assertThat(Prompt.tokensOf(older)).isEqualTo(Prompt.countOf(older));
        assertThat(Prompt.tokensOf(newer)).isGreaterThan(Prompt.countOf(newer) + thought);
        assertThat(Prompt.tokensOf(request(OLDER, ASKED))).isGreaterThan(Prompt.tokensOf(older));
    }

    @Test
    void aPlainTurnAfterThinkingDropsTheMessagesOfOlderModelsOnly() {
        assertThat(shared(OLDER)).isEqualTo(3);
        assertThat(shared(NEWER))
                .isEqualTo(layout(request(NEWER, ASKED)).prefixes().size());
    }

    /** How many blocks from the start both prompts have in common: tool, system, first question, and so on. */
    private static int shared(String model) {
        List<Prefix> before = layout(request(model, ASKED)).prefixes();
        List<Prefix> after = layout(request(model, GONE_ON)).prefixes();
        int same = 0;
        while (same < before.size() && before.get(same).equals(after.get(same))) {
            same++;
        }
        return same;
    }
}
