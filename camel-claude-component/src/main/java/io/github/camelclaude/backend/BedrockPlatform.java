/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import com.anthropic.bedrock.backends.BedrockBackend;
import com.anthropic.core.http.HttpRequest;
import io.github.camelclaude.backend.SdkPlatform.Credentials;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.regions.Region;

/** Amazon Bedrock's runtime (InvokeModel). The one class that needs {@code anthropic-java-bedrock}. */
final class BedrockPlatform {

    private static final Runnable NOTHING = () -> {};

    private BedrockPlatform() {}

    static Platform of(BackendSettings settings, SpokenName name) {
        Region region = Region.of(settings.region());
        return settings.apiKey() == null ? signed(settings, name, region) : withKey(settings, region);
    }

    /** The part gets no key, since it would keep it; what has one already it leaves alone. */
    private static Platform withKey(BackendSettings settings, Region region) {
        BedrockBackend part =
                BedrockBackend.builder().apiKey("unused").region(region).build();
        UnaryOperator<HttpRequest> on = request -> request.toBuilder()
                .replaceHeaders("authorization", "Bearer " + settings.apiKey().now())
                .build();
        return new SdkPlatform(part, settings.baseUrl(), new Credentials(false, on, NOTHING), AmazonResponse::new);
    }

    private static Platform signed(BackendSettings settings, SpokenName name, Region region) {
        AwsCredentialsProvider provider = provider(settings);
        NoCredentials failures = new NoCredentials(
                name,
                "check the bean backends[%s].credentials, or without one the chain of AWS (environment, profile, role of the machine), or set backends[%s].apiKey"
                        .formatted(settings.name(), settings.name()),
                BedrockPlatform::isPassing);
        BedrockBackend part = BedrockBackend.builder()
                .awsCredentialsProvider(() -> resolved(provider, failures))
                .region(region)
                .build();
        Credentials credentials = new Credentials(
                !(provider instanceof StaticCredentialsProvider),
                request -> request,
                provider instanceof DefaultCredentialsProvider own && settings.credentials() == null
                        ? own::close
                        : NOTHING);
        return new SdkPlatform(part, settings.baseUrl(), credentials, AmazonResponse::new);
    }

    private static AwsCredentials resolved(AwsCredentialsProvider provider, NoCredentials failures) {
        try {
            return provider.resolveCredentials();
        } catch (RuntimeException e) {
            throw failures.because(e);
        }
    }

    private static boolean isPassing(Throwable cause) {
        return cause instanceof RetryableException
                || (cause instanceof SdkServiceException service
                        && (service.statusCode() >= 500 || service.statusCode() == 429));
    }

    private static AwsCredentialsProvider provider(BackendSettings settings) {
        Object given = settings.credentials();
        if (given == null) {
            return DefaultCredentialsProvider.builder().build();
        }
        if (given instanceof AwsCredentialsProvider provider) {
            return provider;
        }
        if (given instanceof AwsCredentials credentials) {
            return StaticCredentialsProvider.create(credentials);
        }
        throw new IllegalArgumentException(
                "backends[%s].credentials is a %s; Bedrock needs AwsCredentialsProvider or AwsCredentials"
                        .formatted(settings.name(), given.getClass().getName()));
    }
}
