/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.truth;

import static io.github.camelclaude.simulator.truth.Target.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicInvalidDataException;
import com.anthropic.errors.AnthropicIoException;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.ConflictException;
import com.anthropic.errors.ContentTooLargeException;
import com.anthropic.errors.GatewayTimeoutException;
import com.anthropic.errors.InternalServerException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.OverloadedException;
import com.anthropic.errors.PermissionDeniedException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.ServiceUnavailableException;
import com.anthropic.errors.SseException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.models.ContractSpendLimitReachedException;
import com.anthropic.models.EnforcedSpendLimitReachedException;
import com.anthropic.models.ErrorType;
import com.anthropic.models.LinkedOrganizationSpendLimitReachedException;
import com.anthropic.models.RampLimitExceededException;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import io.github.camelclaude.simulator.fault.Fault;
import java.util.ArrayList;
import java.util.List;

/** Every error, as the class that the SDK has for it. */
final class ErrorChecks {

    private ErrorChecks() {}

    static List<Check> all() {
        List<Check> checks = new ArrayList<>(List.of(
                Check.of("an unknown model is a NotFoundException", 0, target -> {
                    NotFoundException thrown = thrown(NotFoundException.class, target, "claude-nonesuch", 10);
                    assertThat(thrown.type()).contains(ErrorType.NOT_FOUND_ERROR);
                    assertThat(thrown.requestId()).isPresent();
                    assertThat(thrown.getMessage()).contains("model: claude-nonesuch");
                }),
                Check.of("too many tokens are a BadRequestException", 0, target -> {
                    BadRequestException thrown = thrown(BadRequestException.class, target, MODEL, 10_000_000);
                    assertThat(thrown.type()).contains(ErrorType.INVALID_REQUEST_ERROR);
                    assertThat(thrown.getMessage()).contains("maximum allowed number of output tokens");
                }),
                Check.of("an unknown field is a BadRequestException", 0, target -> {
                    BadRequestException thrown = catchThrowableOfType(
                            BadRequestException.class,
                            () -> target.client()
                                    .messages()
                                    .create(Checks.params()
                                            .putAdditionalBodyProperty("colour", JsonValue.from("red"))
                                            .build()));
                    assertThat(thrown.getMessage()).contains("colour: Extra inputs are not permitted");
                }),
                Check.of(
                        "an unknown batch is a NotFoundException",
                        0,
                        target -> assertThat(catchThrowableOfType(
                                        NotFoundException.class,
                                        () -> target.client()
                                                .messages()
                                                .batches()
                                                .retrieve("msgbatch_01AAAAAAAAAAAAAAAAAAAAAA")))
                                .isNotNull()),
                Check.simulated("an unknown key is an UnauthorizedException", ErrorChecks::unauthorized),
                Check.simulated("an Admin key on messages is a PermissionDeniedException", ErrorChecks::permission),
                Check.simulated(
                        "a body that is too large is a ContentTooLargeException",
                        target -> assertThat(catchThrowableOfType(
                                        ContentTooLargeException.class,
                                        () -> target.client()
                                                .messages()
                                                .create(Checks.params()
                                                        .addUserMessage("x".repeat(33 << 20))
                                                        .build())))
                                .isNotNull()),
                Check.simulated("an error inside a stream is an SseException", ErrorChecks::insideStream),
                Check.simulated("the SDK's own retries get through", ErrorChecks::retries)));
        checks.add(fault(Fault.RATE_LIMIT, RateLimitException.class));
        checks.add(fault(Fault.RAMP_LIMIT, RampLimitExceededException.class));
        checks.add(fault(Fault.SPEND_CAP, EnforcedSpendLimitReachedException.class));
        checks.add(fault(Fault.CONTRACT_SPEND_CAP, ContractSpendLimitReachedException.class));
        checks.add(fault(Fault.SPEND_LIMIT, BadRequestException.class));
        checks.add(fault(Fault.BILLING, LinkedOrganizationSpendLimitReachedException.class));
        checks.add(fault(Fault.PERMISSION, PermissionDeniedException.class));
        checks.add(fault(Fault.CONFLICT, ConflictException.class));
        checks.add(fault(Fault.SERVER_ERROR, InternalServerException.class));
        checks.add(fault(Fault.UNAVAILABLE, ServiceUnavailableException.class));
        checks.add(fault(Fault.TIMEOUT, GatewayTimeoutException.class));
        checks.add(fault(Fault.OVERLOADED, OverloadedException.class));
        checks.add(fault(Fault.CUT_BEFORE_BODY, AnthropicIoException.class));
        checks.add(fault(Fault.CUT_INSIDE_BODY, AnthropicInvalidDataException.class));
        checks.add(fault(Fault.LOST_ANSWER, AnthropicIoException.class));
        return checks;
    }

    private static Check fault(Fault fault, Class<? extends Throwable> type) {
        return Check.simulated(fault.label() + " is a " + type.getSimpleName(), target -> {
            target.meet(fault);
            Throwable thrown = thrown(type, target, MODEL, 100);
            assertThat(thrown).isNotNull();
            if (thrown instanceof AnthropicServiceException service) {
                assertThat(service.type()).isPresent();
                assertThat(service.requestId()).isPresent();
            }
        });
    }

    private static <T extends Throwable> T thrown(Class<T> type, Target target, String model, long maxTokens) {
        MessageCreateParams params =
                Checks.params().model(model).maxTokens(maxTokens).build();
        return catchThrowableOfType(type, () -> target.client().messages().create(params));
    }

    private static void insideStream(Target target) {
        target.meet(Fault.ERROR_IN_STREAM);
        List<RawMessageStreamEvent> seen = new ArrayList<>();
        SseException thrown = catchThrowableOfType(SseException.class, () -> {
            try (StreamResponse<RawMessageStreamEvent> stream =
                    target.client().messages().createStreaming(Checks.params().build())) {
                stream.stream().forEach(seen::add);
            }
        });
        assertThat(seen).isNotEmpty();
        assertThat(thrown.statusCode()).isEqualTo(200);
        assertThat(thrown.getMessage()).contains("Overloaded");
    }

    private static void retries(Target target) {
        target.meet(Fault.OVERLOADED);
        AnthropicClient patient = AnthropicOkHttpClient.builder()
                .baseUrl(target.baseUrl())
                .apiKey("any")
                .maxRetries(1)
                .build();
        String text = "A text that no other check brings";
        patient.messages()
                .create(MessageCreateParams.builder()
                        .model(MODEL)
                        .maxTokens(50)
                        .addUserMessage(text)
                        .build());
        patient.close();
        assertThat(target.simulator().accounting().attemptsOf(text)).hasValueSatisfying(content -> {
            assertThat(content.attempts()).hasSize(2);
            assertThat(content.answers()).isEqualTo(1);
            assertThat(content.isExplained()).isTrue();
        });
    }

    private static void unauthorized(Target target) {
        try (var strict = io.github.camelclaude.simulator.ClaudeSimulator.builder()
                .key("the-only-key", "wrkspc_a")
                .start()) {
            AnthropicClient client = client(strict.baseUrl(), "another");
            assertThat(catchThrowableOfType(
                            UnauthorizedException.class,
                            () -> client.messages().create(Checks.params().build())))
                    .isNotNull();
            client.close();
        }
    }

    private static void permission(Target target) {
        AnthropicClient client = client(target.baseUrl(), "sk-ant-admin01-any");
        assertThat(catchThrowableOfType(
                        PermissionDeniedException.class,
                        () -> client.messages().create(Checks.params().build())))
                .isNotNull();
        client.close();
    }

    private static AnthropicClient client(String baseUrl, String key) {
        return AnthropicOkHttpClient.builder()
                .baseUrl(baseUrl)
                .apiKey(key)
                .maxRetries(0)
                .build();
    }
}
