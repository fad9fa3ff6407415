/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.truth;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.fault.Fault;
import java.time.Duration;

/**
 * What is asked: the simulator, or the real API.
 *
 * @param simulator null for the real API
 * @param client the official SDK, without retries of its own
 * @param baseUrl where it talks to
 * @param key what it authenticates with
 */
record Target(ClaudeSimulator simulator, AnthropicClient client, String baseUrl, String key) implements AutoCloseable {

    /** The cheapest model. */
    static final String MODEL = "claude-haiku-5-5";

    static Target simulated() {
        ClaudeSimulator simulator =
                ClaudeSimulator.builder().latency(Duration.ZERO).start();
        return new Target(simulator, client(simulator.baseUrl(), "any"), simulator.baseUrl(), "any");
    }

    static Target live(String key) {
        String url = "https://api.anthropic.com";
        return new Target(null, client(url, key), url, key);
    }

    private static AnthropicClient client(String baseUrl, String key) {
        return AnthropicOkHttpClient.builder()
                .baseUrl(baseUrl)
                .apiKey(key)
                .maxRetries(0)
                .timeout(Duration.ofMinutes(2))
                .build();
    }

    boolean isLive() {
        return simulator == null;
    }

    void meet(Fault fault) {
        simulator.injectNext(fault);
    }

    @Override
    public void close() {
        client.close();
        if (simulator != null) {
            simulator.close();
        }
    }
}
