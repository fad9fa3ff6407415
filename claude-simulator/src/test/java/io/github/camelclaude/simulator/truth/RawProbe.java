/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.truth;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelclaude.simulator.http.Http;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request whose response is looked at byte by byte, and compared between two targets.
 *
 * @param name what is asked
 * @param path where
 * @param version which version of the API
 * @param body what is sent; null for GET
 * @param mostDollars at most so much it costs on the real API
 */
record RawProbe(String name, String path, String version, String body, double mostDollars) {

    private static final String OLD = "2023-06-01";
    private static final String NEW = "2026-10-21";
    private static final String HELLO = Http.message(Target.MODEL, 10, "Say hello");

    static List<RawProbe> all() {
        return List.of(
                new RawProbe("a message", "/v1/messages", NEW, HELLO, 0.0005),
                new RawProbe("a message, older version", "/v1/messages", OLD, HELLO, 0.0005),
                new RawProbe("a stream", "/v1/messages", NEW, HELLO.replaceFirst("\\{", "{\"stream\":true,"), 0.0005),
                new RawProbe("counting", "/v1/messages/count_tokens", NEW, HELLO.replace("\"max_tokens\":10,", ""), 0),
                new RawProbe("models", "/v1/models?limit=3", NEW, null, 0),
                new RawProbe("batches", "/v1/messages/batches?limit=1", NEW, null, 0),
                new RawProbe("no model", "/v1/messages", NEW, "{}", 0),
                new RawProbe("not JSON", "/v1/messages", NEW, "{", 0),
                new RawProbe("unknown model", "/v1/messages", NEW, HELLO.replace(Target.MODEL, "claude-nonesuch"), 0),
                new RawProbe("unknown version", "/v1/messages", "2020-01-01", HELLO, 0),
                new RawProbe(
                        "sampling, newer version",
                        "/v1/messages",
                        NEW,
                        HELLO.replaceFirst("\\{", "{\"temperature\":1,"),
                        0),
                new RawProbe("unknown field", "/v1/messages", NEW, HELLO.replaceFirst("\\{", "{\"colour\":1,"), 0),
                new RawProbe("max_tokens of the wrong type", "/v1/messages", NEW, HELLO.replace("10", "\"ten\""), 0),
                new RawProbe("no messages", "/v1/messages", NEW, HELLO.replaceFirst("\\[.*]", "[]"), 0),
                new RawProbe("blank text", "/v1/messages", NEW, HELLO.replace("Say hello", " "), 0),
                new RawProbe("unknown path", "/v1/nonesuch", NEW, null, 0),
                new RawProbe("another method", "/v1/messages", NEW, null, 0));
    }

    /** What a response is like, without what differs each time. */
    Map<String, String> ask(Target target) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(target.baseUrl() + path))
                .header("x-api-key", target.key())
                .header("anthropic-version", version)
                .header("content-type", "application/json");
        HttpRequest built = body == null
                ? request.GET().build()
                : request.POST(BodyPublishers.ofString(body)).build();
        try {
            return seen(HttpClient.newHttpClient().send(built, BodyHandlers.ofString()));
        } catch (IOException e) {
            return Map.of("failure", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> seen(HttpResponse<String> response) throws IOException {
        Map<String, String> seen = new TreeMap<>();
        seen.put("status", Integer.toString(response.statusCode()));
        response.headers().map().forEach((header, values) -> {
            String name = header.toLowerCase(java.util.Locale.ROOT);
            if (name.startsWith("anthropic-") || name.endsWith("request-id") || name.equals("retry-after")) {
                seen.put("header " + name, form(values.get(0)));
            }
        });
        String body = response.body();
        if (body.startsWith("event:")) {
            body.lines().filter(line -> line.startsWith("event:")).distinct().forEach(line -> seen.put(line, "seen"));
        } else if (body.startsWith("{")) {
            JsonNode json = Http.JSON.readTree(body);
            shape("", json, seen);
            if (json.has("error")) {
                seen.put("error type", json.at("/error/type").asText());
                seen.put("error message", json.at("/error/message").asText());
            }
        } else {
            seen.put("body", "not JSON");
        }
        return seen;
    }

    /** Numbers, instants and ids differ each time; their form does not. */
    private static String form(String value) {
        if (value.matches("\\d+")) {
            return value.endsWith("000") ? "a number of thousands" : "a number";
        }
        return value.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ")
                ? "whole seconds"
                : value.replaceFirst("^([a-z]+_).*", "$1...");
    }

    private static void shape(String path, JsonNode json, Map<String, String> seen) {
        if (json.isObject()) {
            json.properties().forEach(entry -> shape(path + "/" + entry.getKey(), entry.getValue(), seen));
        } else if (json.isArray()) {
            seen.put("json " + path, "array");
            if (!json.isEmpty()) {
                shape(path + "/*", json.get(0), seen);
            }
        } else {
            seen.put("json " + path, json.getNodeType().toString());
        }
    }
}
