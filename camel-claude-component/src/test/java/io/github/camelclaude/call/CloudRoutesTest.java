/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import io.github.camelclaude.BackendOptions;
import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.LimitedRouteTestSupport;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ErrorClass;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.SimulatorBuilder;
import io.github.camelclaude.simulator.fault.Fault;
import java.time.Duration;
import java.util.Date;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Bedrock and Vertex AI from a route: what ends a call there ends it as everywhere. */
class CloudRoutesTest extends LimitedRouteTestSupport {

    private static final int RETRIES = 3;

    private ClaudeSimulator simulator;
    private BackendOptions backend;

    private static SimulatorBuilder simulator(Duration latency) {
        return ClaudeSimulator.builder()
                .port(0)
                .tier("scale")
                .latency(latency)
                .key("right", "wrkspc_1")
                .awsSecret("id", "right");
    }

    /** A component with one backend, which has this secret or token. */
    private void onCloud(String cloud, Duration latency, String secret) {
        simulator = simulator(latency).start();
        backend = new BackendOptions();
        backend.setType(cloud);
        if (cloud.equals("vertex")) {
            backend.setRegion("europe-west1");
            backend.setProject("project-1");
            backend.setBaseUrl(simulator.vertexUrl());
            backend.setCredentials(GoogleCredentials.create(
                    new AccessToken(secret, new Date(System.currentTimeMillis() + 3_600_000))));
        } else {
            backend.setRegion("eu-central-1");
            backend.setProfile("eu");
            backend.setBaseUrl(simulator.bedrockUrl("eu-central-1"));
            backend.setCredentials(AwsBasicCredentials.create("id", secret));
        }
        component.setBackends(Map.of("cloud", backend));
        component.setInputTokensPerMinute(null);
        component.setOutputTokensPerMinute(null);
        component.getConfiguration().setMaxRetries(RETRIES);
        component.getConfiguration().setMaxOverloadedRetries(RETRIES);
    }

    @AfterEach
    void stop() {
        context.stop();
        simulator.close();
    }

    private static ErrorClass classOf(Exchange exchange) {
        return ((ClaudeException) exchange.getException()).errorClass();
    }

    private long requests() {
        return simulator.accounting().totals().arrived();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bedrock", "vertex"})
    void a_route_that_stops_cancels_what_is_under_way_there(String cloud) throws Exception {
        onCloud(cloud, Duration.ofHours(1), "right");
        startWith("claude:messages");
        throwIn("x");
        await().until(() -> simulator.accounting().running() == 1);

        context.getShutdownStrategy().setTimeout(1);
        context.stop();

        await().until(() -> simulator.accounting().totals().cancelled() == 1);
        assertThat(simulator.accounting().running()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bedrock", "vertex"})
    void a_stream_that_is_closed_ends_there(String cloud) throws Exception {
        onCloud(cloud, Duration.ZERO, "right");
        simulator.injectNext(Fault.SLOW_LORIS);
        startWith("claude:messages?stream=true");
        Iterator<?> chunks = ask("x").getMessage().getBody(Iterator.class);
        chunks.next();

        ((AutoCloseable) chunks).close();

        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bedrock", "vertex"})
    void an_attempt_that_takes_too_long_ends_and_another_is_made(String cloud) throws Exception {
        onCloud(cloud, Duration.ZERO, "right");
        simulator.injectNext(Fault.HANG);
        startWith("claude:messages?attemptTimeout=3000");

        Exchange exchange = ask("x");

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader(ClaudeConstants.ATTEMPTS)).isEqualTo(2);
        await().until(() -> simulator.accounting().running() == 0);
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bedrock", "vertex"})
    void a_wrong_key_is_tried_once(String cloud) throws Exception {
        onCloud(cloud, Duration.ZERO, "wrong");
        startWith("claude:messages");

        Exchange exchange = ask("x");

        assertThat(classOf(exchange)).isEqualTo(ErrorClass.AUTH);
        assertThat(exchange.getException())
                .hasMessageStartingWith(
                        cloud.equals("vertex")
                                ? "Backend cloud (Vertex AI europe-west1) answered 401"
                                : "Backend cloud (Bedrock eu-central-1) answered 403")
                .hasMessageNotContaining("wrong");
        assertThat(requests()).isEqualTo(1);
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bedrock", "vertex"})
    void a_request_that_is_too_large_for_the_place_is_not_sent(String cloud) throws Exception {
        onCloud(cloud, Duration.ZERO, "right");
        startWith("claude:messages");

        Exchange exchange = ask("x".repeat(31 * 1024 * 1024));

        assertThat(classOf(exchange)).isEqualTo(ErrorClass.OVERSIZE);
        assertThat(exchange.getException())
                .hasMessageContaining(
                        cloud.equals("vertex")
                                ? "backend cloud (Vertex AI europe-west1) takes 31,457,280"
                                : "backend cloud (Bedrock eu-central-1) takes 20,971,520");
        assertThat(requests()).isZero();
        assertNothingIsLeft();
    }

    @Test
    void a_text_that_the_sdk_does_not_take_for_a_cloud_is_not_sent_either() throws Exception {
        onCloud("vertex", Duration.ZERO, "right");
        startWith("claude:messages");

        Exchange exchange = ask("x".repeat(21 * 1024 * 1024));

        assertThat(classOf(exchange)).isEqualTo(ErrorClass.OVERSIZE);
        assertThat(exchange.getException()).hasMessageContaining("20000000").hasMessageContaining("Nothing was sent");
        assertThat(requests()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bedrock", "vertex"})
    void a_stream_that_begins_with_an_error_is_tried_again(String cloud) throws Exception {
        onCloud(cloud, Duration.ZERO, "right");
        simulator.injectNext(Fault.ERROR_AS_FIRST_EVENT);
        startWith("claude:messages?stream=true");

        Exchange exchange = ask("x");

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader(ClaudeConstants.ATTEMPTS)).isEqualTo(2);
        Iterator<?> chunks = exchange.getMessage().getBody(Iterator.class);
        chunks.forEachRemaining(chunk -> {});
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bedrock", "vertex"})
    void a_stream_that_has_delivered_is_not(String cloud) throws Exception {
        onCloud(cloud, Duration.ZERO, "right");
        simulator.injectNext(Fault.ERROR_IN_STREAM);
        startWith("claude:messages?stream=true");
        Iterator<?> chunks = ask("x").getMessage().getBody(Iterator.class);

        ClaudeException failure = null;
        try {
            chunks.forEachRemaining(chunk -> {});
        } catch (ClaudeException e) {
            failure = e;
        }

        assertThat(failure.errorClass()).isEqualTo(cloud.equals("vertex") ? ErrorClass.OVERLOADED : ErrorClass.BUCKET);
        assertThat(requests()).isEqualTo(1);
        assertNothingIsLeft();
    }

    @Test
    void credentials_that_can_not_be_had_are_asked_for_once() throws Exception {
        onCloud("bedrock", Duration.ZERO, "right");
        AwsCredentialsProvider none = () -> {
            throw SdkClientException.create("Unable to load credentials from any of the providers in the chain");
        };
        backend.setCredentials(none);
        startWith("claude:messages");

        Exchange exchange = ask("x");

        assertThat(classOf(exchange)).isEqualTo(ErrorClass.AUTH);
        assertThat(exchange.getException())
                .hasMessageStartingWith("Backend cloud (Bedrock eu-central-1) has no credentials: Unable to load");
        assertThat(exchange.getException().getSuppressed()).isEmpty();
        assertThat(requests()).isZero();
        assertNothingIsLeft();
    }

    @Test
    void a_token_for_bedrock_is_rotated_without_a_restart() throws Exception {
        onCloud("bedrock", Duration.ZERO, "right");
        AtomicReference<String> token = new AtomicReference<>("expired");
        Supplier<String> tokens = token::get;
        backend.setCredentials(tokens);
        startWith("claude:messages");

        assertThat(classOf(ask("x"))).isEqualTo(ErrorClass.AUTH);
        token.set("right");

        assertThat(ask("x").getException()).isNull();
    }
}
