/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelclaude.examples.run.ExampleFolder;
import io.github.camelclaude.examples.run.WhoAnswers;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.SimulatorBuilder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;

/** A gateway with its simulator behind it and a client before it. */
final class Caller implements AutoCloseable {

    final ClaudeSimulator claude;
    final Gateway gateway;
    final HttpClient client;

    /**
     * @param simulator what answers
     * @param settings  properties that beat the example's own
     */
    Caller(SimulatorBuilder simulator, Map<String, String> settings, Version http) {
        this(RestGateway.EXAMPLE, simulator, settings, http);
    }

    Caller(ExampleFolder example, SimulatorBuilder simulator, Map<String, String> settings, Version http) {
        claude = simulator.port(0).start();
        Map<String, String> all = new HashMap<>(settings);
        all.put("camel.server.port", "0");
        gateway = Gateway.start(example, WhoAnswers.simulator(claude), all);
        client = HttpClient.newBuilder().version(http).build();
    }

    <T> HttpResponse<T> ask(String path, String prompt, HttpResponse.BodyHandler<T> as) throws Exception {
        return client.send(request(path, prompt).build(), as);
    }

    HttpRequest.Builder request(String path, String prompt) {
        return HttpRequest.newBuilder(URI.create(gateway.url() + path))
                .header("content-type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(prompt));
    }

    static JsonNode tree(String json) throws Exception {
        return JsonMapper.builder().build().readTree(json);
    }

    @Override
    public void close() {
        gateway.close();
        claude.close();
    }
}
