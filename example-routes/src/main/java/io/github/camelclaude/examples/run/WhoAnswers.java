/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.run;

import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.SimulatorBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.LongConsumer;

/**
 * Who answers an example's calls. The embedded simulator, if the example's properties say {@code claude.simulator=true}
 * and nobody said {@code --live}; a key that merely lies in the environment never spends money. This is the only place
 * that ever chooses the simulator, and it is loud about it.
 */
public final class WhoAnswers implements AutoCloseable {

    private static final String KEY_VARIABLE = "ANTHROPIC_API_KEY";
    private static final String URL_VARIABLE = "ANTHROPIC_BASE_URL";

    private final ClaudeSimulator simulator;
    private final Map<String, String> overrides;

    private WhoAnswers(ClaudeSimulator simulator, Map<String, String> overrides) {
        this.simulator = simulator;
        this.overrides = overrides;
    }

    /**
     * Chooses by the example's properties.
     *
     * @param live        whether {@code --live} was given
     * @param properties  the example's properties
     * @param environment the environment, for the key and the address of the real API
     * @throws IllegalArgumentException if live is wanted and there is no key
     */
    public static WhoAnswers choose(boolean live, Properties properties, Map<String, String> environment) {
        boolean simulated = Boolean.parseBoolean(properties.getProperty("claude.simulator"));
        return live || !simulated ? live(environment) : simulated(properties);
    }

    /** The given simulator; its owner closes it. */
    public static WhoAnswers simulator(ClaudeSimulator simulator) {
        return new WhoAnswers(simulator, pointingTo(simulator.baseUrl(), "sk-ant-simulator"));
    }

    private static WhoAnswers simulated(Properties properties) {
        SimulatorBuilder builder =
                ClaudeSimulator.builder().port(0).tier(properties.getProperty("claude.simulator.tier", "start"));
        limit(properties, "requestsPerMinute", builder::rpm);
        limit(properties, "inputTokensPerMinute", builder::itpm);
        limit(properties, "outputTokensPerMinute", builder::otpm);
        return simulator(builder.start());
    }

    /** Sets a limit that stands in the example's properties, instead of the tier's. */
    private static void limit(Properties properties, String name, LongConsumer setter) {
        String value = properties.getProperty("claude.simulator." + name);
        if (value != null) {
            setter.accept(Long.parseLong(value.strip()));
        }
    }

    private static WhoAnswers live(Map<String, String> environment) {
        String key = environment.get(KEY_VARIABLE);
        if (key == null || key.isBlank()) {
            throw new IllegalArgumentException("--live calls the real API and needs its key in " + KEY_VARIABLE
                    + ", which is not set. Without --live the embedded simulator answers");
        }
        String url = environment.getOrDefault(URL_VARIABLE, "https://api.anthropic.com");
        return new WhoAnswers(null, pointingTo(url, key));
    }

    private static Map<String, String> pointingTo(String url, String key) {
        return Map.of("camel.component.claude.baseUrl", url, "camel.component.claude.apiKey", key);
    }

    public boolean isLive() {
        return simulator == null;
    }

    public Optional<ClaudeSimulator> simulator() {
        return Optional.ofNullable(simulator);
    }

    /** The component's properties that point it to who answers. */
    public Map<String, String> overrides() {
        return overrides;
    }

    /** What has to be said before the first call. */
    public String announcement() {
        String line = "*".repeat(74);
        return isLive()
                ? """
                %s
                *  LIVE: calls go to %s and are paid.
                %s""".formatted(line, overrides.get("camel.component.claude.baseUrl"), line)
                : """
                %s
                *  SIMULATOR: no answer below comes from Claude. An embedded simulator at
                *  %s answers; no call leaves this machine and nothing is paid.
                *  For the real API: --live, with the key in %s.
                %s""".formatted(line, simulator.baseUrl(), KEY_VARIABLE, line);
    }

    @Override
    public void close() {
        if (simulator != null) {
            simulator.close();
        }
    }
}
