/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import com.anthropic.backends.Backend;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.vertex.backends.VertexBackend;
import com.google.auth.Retryable;
import com.google.auth.oauth2.GoogleCredentials;
import io.github.camelclaude.backend.SdkPlatform.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.UnaryOperator;

/** Vertex AI of Google Cloud. The one class that needs {@code anthropic-java-vertex}. */
final class VertexPlatform {

    private static final List<String> SCOPES = List.of("https://www.googleapis.com/auth/cloud-platform");

    private VertexPlatform() {}

    static Platform of(BackendSettings settings, SpokenName name) {
        GoogleCredentials google = credentials(settings);
        VertexBackend.Builder builder = VertexBackend.builder()
                .googleCredentials(google)
                .region(settings.region())
                .project(settings.project());
        if (settings.baseUrl() != null) {
            builder.baseUrl(settings.baseUrl().toString());
        }
        Backend part = builder.build();
        NoCredentials failures = new NoCredentials(
                name,
                "check the bean backends[%s].credentials, or without one the application default ones (GOOGLE_APPLICATION_CREDENTIALS)"
                        .formatted(settings.name()),
                cause -> cause instanceof Retryable failure && failure.isRetryable());
        UnaryOperator<HttpRequest> refreshed = request -> {
            refresh(google, failures);
            return request;
        };
        return new SdkPlatform(
                part, settings.baseUrl(), new Credentials(true, refreshed, () -> {}), UnaryOperator.identity());
    }

    private static void refresh(GoogleCredentials google, NoCredentials failures) {
        try {
            google.refreshIfExpired();
        } catch (IOException | RuntimeException e) {
            throw failures.because(e);
        }
    }

    private static GoogleCredentials credentials(BackendSettings settings) {
        Object given = settings.credentials();
        if (given instanceof GoogleCredentials credentials) {
            return credentials.createScopedRequired() ? credentials.createScoped(SCOPES) : credentials;
        }
        if (given != null) {
            throw new IllegalArgumentException("backends[%s].credentials is a %s; Vertex AI needs GoogleCredentials"
                    .formatted(settings.name(), given.getClass().getName()));
        }
        try {
            return GoogleCredentials.getApplicationDefault().createScoped(SCOPES);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "backends[%s] has no credentials: set the application default ones (GOOGLE_APPLICATION_CREDENTIALS), or give a bean as backends[%s].credentials"
                            .formatted(settings.name(), settings.name()),
                    e);
        }
    }
}
