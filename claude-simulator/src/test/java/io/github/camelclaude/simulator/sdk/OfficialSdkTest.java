/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.HttpResponseFor;
import com.anthropic.errors.AnthropicIoException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.InternalServerException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.OverloadedException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.StopReason;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.fault.Fault;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the official Java SDK makes of the simulator's answers. */
class OfficialSdkTest {

    private ClaudeSimulator sim;
    private AnthropicClient client;

    @BeforeEach
    void start() {
        sim = ClaudeSimulator.builder().latency(Duration.ZERO).rpm(100).start();
        client = AnthropicOkHttpClient.builder()
                .baseUrl(sim.baseUrl())
                .apiKey("any")
                .maxRetries(0)
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        sim.close();
    }

    private static MessageCreateParams.Builder hello() {
        return MessageCreateParams.builder()
                .model("claude-opus-5-5")
                .maxTokens(100)
                .addUserMessage("Hello, the bank closed my account");
    }

    @Test
    void aMessageIsTyped() {
        HttpResponseFor<Message> response = client.messages().withRawResponse().create(hello().build());
        Message message = response.parse().validate();
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.requestId()).hasValueSatisfying(id -> assertThat(id).startsWith("req_"));
        assertThat(response.headers().values("anthropic-ratelimit-requests-limit"))
                .containsExactly("100");
        assertThat(message.stopReason()).contains(StopReason.END_TURN);
        assertThat(message.content().get(0).asText().text()).isEqualTo("Hello, the bank closed my account");
        assertThat(message.usage().inputTokens()).isPositive();
        assertThat(message.usage().outputTokens()).isPositive();
    }

    @Test
    void errorsAreTyped() {
        BadRequestException bad = catchThrowableOfType(
                BadRequestException.class,
                () -> client.messages().create(hello().maxTokens(10_000_000).build()));
        assertThat(bad.getMessage()).contains("maximum allowed number of output tokens for claude-opus-5-5");
        catchThrowableOfType(
                NotFoundException.class,
                () -> client.messages().create(hello().model("nonesuch").build()));
        sim.injectNext(Fault.RATE_LIMIT, Fault.OVERLOADED, Fault.SERVER_ERROR, Fault.CUT_BEFORE_BODY);
        RateLimitException limited = catchThrowableOfType(
                RateLimitException.class, () -> client.messages().create(hello().build()));
        assertThat(limited.headers().values("retry-after")).containsExactly("1");
        assertThat(catchThrowableOfType(
                        OverloadedException.class, () -> client.messages().create(hello().build())))
                .isNotNull();
        assertThat(catchThrowableOfType(
                        InternalServerException.class, () -> client.messages().create(hello().build())))
                .isNotNull();
        assertThat(catchThrowableOfType(
                        AnthropicIoException.class, () -> client.messages().create(hello().build())))
                .isNotNull();
    }

    @Test
    void theSdksOwnRetriesGetThrough() {
        sim.injectNext(Fault.OVERLOADED);
        AnthropicClient patient = AnthropicOkHttpClient.builder()
                .baseUrl(sim.baseUrl())
                .apiKey("any")
                .maxRetries(1)
                .build();
        assertThat(patient.messages().create(hello().build()).id()).startsWith("msg_");
        patient.close();
        assertThat(sim.accounting().attemptsByContent().values())
                .singleElement()
                .satisfies(attempts -> {
                    assertThat(attempts.attempts()).hasSize(2);
                    assertThat(attempts.answers()).isEqualTo(1);
                });
    }
}
