/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import com.anthropic.backends.Backend;
import com.anthropic.bedrock.backends.BedrockBackend;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** Amazon Bedrock's runtime (InvokeModel). The one class that needs {@code anthropic-java-bedrock}. */
final class BedrockPlatform {

    private BedrockPlatform() {}

    static Platform of(BackendSettings settings) {
        Region region = Region.of(settings.region());
        Backend part = settings.apiKey() == null
                ? BedrockBackend.builder()
                        .awsCredentialsProvider(provider(settings))
                        .region(region)
                        .build()
                : BedrockBackend.builder()
                        .apiKey(settings.apiKey().now())
                        .region(region)
                        .build();
        return new SdkPlatform(part, settings.baseUrl());
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
