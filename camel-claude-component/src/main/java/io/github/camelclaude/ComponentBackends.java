/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import io.github.camelclaude.backend.ApiKey;
import io.github.camelclaude.backend.BackendSettings;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.camel.util.ObjectHelper;

/** Reads which backends a component has, once, at start: mistakes are found here. */
final class ComponentBackends {

    /** What the one backend is called where none is configured. */
    static final String DEFAULT = "anthropic";

    private static final Map<String, String> KINDS =
            new TreeMap<>(Map.of("anthropic", "anthropic", "bedrock", "bedrock-runtime", "vertex", "vertex"));

    /** Clouds have versions of their own, which all of their models take. */
    private static final Map<String, String> CLOUD_VERSIONS =
            Map.of("bedrock-runtime", "bedrock-2023-05-31", "vertex", "vertex-2023-10-16");

    private final Map<String, BackendOptions> configured;
    private final ClaudeConfiguration calls;

    /** @param beans what the registry has of backends: taken where the options name none */
    ComponentBackends(ClaudeBackendsComponent options, ClaudeConfiguration calls, Map<String, BackendOptions> beans) {
        boolean named = options.getBackends() != null && !options.getBackends().isEmpty();
        this.configured = named ? options.getBackends() : beans;
        this.calls = calls;
    }

    /** Whether the component names its backends; otherwise each endpoint knows where to call. */
    boolean areConfigured() {
        return !configured.isEmpty();
    }

    /** What is configured, by name and in the order of the names; the Claude API alone if nothing is. */
    Map<String, BackendOptions> byName() {
        if (!areConfigured()) {
            return Map.of(DEFAULT, new BackendOptions());
        }
        Map<String, BackendOptions> byName = new TreeMap<>(configured);
        byName.forEach(ComponentBackends::check);
        return byName;
    }

    /** @throws IllegalArgumentException if an option is missing, or has no effect */
    private static void check(String name, BackendOptions backend) {
        if (!name.matches("[A-Za-z0-9._-]{1,40}")) {
            throw new IllegalArgumentException(
                    "backends[" + name + "]: a name has letters, digits, dots, underscores and hyphens, at most 40");
        }
        String kind = kind(name, backend);
        require(name, "region", backend.getRegion(), !kind.equals(DEFAULT), backend);
        require(name, "project", backend.getProject(), kind.equals("vertex"), backend);
        onlyFor(name, "profile", backend.getProfile(), kind.equals("bedrock-runtime"), backend);
        onlyFor(name, "tier", backend.getTier(), kind.equals(DEFAULT), backend);
        onlyFor(name, "credentials", backend.getCredentials(), !kind.equals(DEFAULT), backend);
        if (backend.getCredentials() instanceof Supplier && !kind.equals("bedrock-runtime")) {
            throw new IllegalArgumentException(
                    "backends[%s].credentials is a Supplier, which only Bedrock takes".formatted(name));
        }
        onlyFor(name, "apiKey", backend.getApiKey(), !kind.equals("vertex"), backend);
    }

    private static void require(String name, String option, String value, boolean wanted, BackendOptions backend) {
        onlyFor(name, option, value, wanted, backend);
        if (wanted && ObjectHelper.isEmpty(value)) {
            throw new IllegalArgumentException("backends[%s].type=%s needs a %s and has none: set backends[%s].%s"
                    .formatted(name, backend.getType(), option, name, option));
        }
    }

    private static void onlyFor(String name, String option, Object value, boolean applies, BackendOptions backend) {
        if (!applies && value != null) {
            throw new IllegalArgumentException("backends[%s].%s has no effect with backends[%s].type=%s: leave it out"
                    .formatted(name, option, name, backend.getType()));
        }
    }

    /** The kind as the catalog names it. */
    static String kind(String name, BackendOptions backend) {
        String kind = KINDS.get(backend.getType());
        if (kind == null) {
            throw new IllegalArgumentException("backends[%s].type=%s must be one of %s"
                    .formatted(name, backend.getType(), String.join(", ", KINDS.keySet())));
        }
        return kind;
    }

    /** Where the configured backends are and how they are called, by name. */
    Map<String, BackendSettings> settings() {
        Map<String, BackendSettings> settings = new LinkedHashMap<>();
        byName().forEach((name, backend) -> settings.put(name, settings(name, backend)));
        return settings;
    }

    private BackendSettings settings(String name, BackendOptions backend) {
        String kind = kind(name, backend);
        boolean api = kind.equals(DEFAULT);
        return new BackendSettings(
                name,
                kind,
                api ? url(or(backend.getBaseUrl(), calls.getBaseUrl())) : url(backend.getBaseUrl()),
                api ? key(name, backend) : cloudKey(backend),
                api ? calls.getAnthropicVersion() : CLOUD_VERSIONS.get(kind),
                backend.getRegion(),
                backend.getProject(),
                backend.getProfile(),
                backend.getCredentials() instanceof Supplier ? null : backend.getCredentials(),
                backend.getModels() == null ? Map.of() : backend.getModels());
    }

    private ApiKey key(String name, BackendOptions backend) {
        ApiKey own = ownKey(backend);
        if (own != null) {
            return own;
        }
        if (calls.getApiKeySupplier() != null) {
            return ApiKey.from(calls.getApiKeySupplier());
        }
        if (ObjectHelper.isEmpty(calls.getApiKey())) {
            throw new IllegalArgumentException(
                    "backends[%s].type=anthropic needs an API key and has none: set backends[%s].apiKey, such as {{env:ANTHROPIC_API_KEY}}, or the component's apiKey"
                            .formatted(name, name));
        }
        return ApiKey.of(calls.getApiKey());
    }

    @SuppressWarnings("unchecked")
    private static ApiKey cloudKey(BackendOptions backend) {
        return backend.getCredentials() instanceof Supplier<?> tokens
                ? ApiKey.from((Supplier<String>) tokens)
                : ownKey(backend);
    }

    private static ApiKey ownKey(BackendOptions backend) {
        return ObjectHelper.isEmpty(backend.getApiKey()) ? null : ApiKey.of(backend.getApiKey());
    }

    private static String or(String own, String common) {
        return ObjectHelper.isEmpty(own) ? common : own;
    }

    private static URI url(String text) {
        return ObjectHelper.isEmpty(text) ? null : URI.create(text.strip());
    }
}
