/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;

/**
 * What makes two endpoints share one client.
 *
 * @param name             what the backend is called
 * @param kind             what kind of place it is, as the catalog names it
 * @param baseUrl          where it is, without {@code /v1}; http or https. Null for the platform's own address
 * @param apiKey           where the key comes from; null where the platform has credentials of its own
 * @param anthropicVersion the version of the API
 * @param region           the region or location; null if the platform has none
 * @param project          the project; null if the platform has none
 * @param profile          the inference profile; null for none
 * @param credentials      credentials of the platform; null to ask its own chain
 * @param models           names of models there, by the names that calls use
 */
public record BackendSettings(
        String name,
        String kind,
        URI baseUrl,
        ApiKey apiKey,
        String anthropicVersion,
        String region,
        String project,
        String profile,
        Object credentials,
        Map<String, String> models) {

    private static final int ACCOUNT_BYTES = 8;

    public BackendSettings {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(anthropicVersion, "anthropicVersion");
        models = Map.copyOf(models);
        if (baseUrl != null) {
            requireUsable(baseUrl);
        }
    }

    /** The Claude API. */
    public static BackendSettings anthropic(String name, URI baseUrl, ApiKey apiKey, String anthropicVersion) {
        Objects.requireNonNull(baseUrl, "baseUrl");
        Objects.requireNonNull(apiKey, "apiKey");
        return new BackendSettings(
                name, "anthropic", baseUrl, apiKey, anthropicVersion, null, null, null, null, Map.of());
    }

    private static void requireUsable(URI baseUrl) {
        boolean http = "http".equalsIgnoreCase(baseUrl.getScheme()) || "https".equalsIgnoreCase(baseUrl.getScheme());
        if (!http || baseUrl.getHost() == null || baseUrl.getQuery() != null || baseUrl.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "baseUrl=" + baseUrl + " is not usable: it must be an http or https URL with a host and without"
                            + " credentials or a query, such as https://api.anthropic.com");
        }
    }

    /**
     * What entries of the prompt cache are kept apart by there, as far as it is known here: the key at the Claude API, because
     * each belongs to one workspace; the place elsewhere. The same on every node. What is told of the key is part of a hash.
     *
     * @return letters and digits; no secret
     */
    public String account() {
        StringBuilder text = new StringBuilder(kind).append('|').append(baseUrl).append('|');
        if (apiKey == null) {
            text.append(name).append('|').append(region).append('|').append(project);
        } else {
            text.append(apiKey.now());
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(("prompt cache of " + text).getBytes(StandardCharsets.UTF_8));
            return kind + "-" + HexFormat.of().formatHex(hash, 0, ACCOUNT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Without credentials. */
    @Override
    public String toString() {
        return kind + " backend " + name;
    }
}
