/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.fault;

import java.util.Arrays;
import java.util.Locale;

/** A kind of fault, named in lower case with dashes on the command line, in files and over HTTP. */
public enum Fault {
    /** 429 with {@code retry-after: 1}, as if the requests of the minute were used up. */
    RATE_LIMIT(Phase.REFUSAL),
    /** The same for input tokens. */
    RATE_LIMIT_INPUT(Phase.REFUSAL),
    /** The same for output tokens. */
    RATE_LIMIT_OUTPUT(Phase.REFUSAL),
    /** 429 without {@code retry-after} and without any limit headers, as a gateway in between sends it. */
    RATE_LIMIT_BARE(Phase.REFUSAL),
    /** 429 because use rose too quickly, {@code ramp_limit_exceeded}. */
    RAMP_LIMIT(Phase.REFUSAL),
    /** 429 without {@code retry-after}: the tier's spend cap, {@code enforced_spend_limit_reached}. */
    SPEND_CAP(Phase.REFUSAL),
    /** 429 without {@code retry-after}: the contract's spend cap, {@code contract_spend_limit_reached}. */
    CONTRACT_SPEND_CAP(Phase.REFUSAL),
    /** 400: the limit that the customer has set. */
    SPEND_LIMIT(Phase.REFUSAL),
    /** 402 {@code billing_error}, {@code linked_organization_spend_limit_reached}. */
    BILLING(Phase.REFUSAL),
    /** 403 {@code permission_error}. */
    PERMISSION(Phase.REFUSAL),
    /** 409 {@code conflict_error}. */
    CONFLICT(Phase.REFUSAL),
    /** 529 {@code overloaded_error}. */
    OVERLOADED(Phase.REFUSAL),
    /** 529; on Bedrock 429 {@code ModelNotReadyException}. */
    MODEL_NOT_READY(Phase.REFUSAL),
    /** 500 {@code api_error}. */
    SERVER_ERROR(Phase.REFUSAL),
    /** 503. */
    UNAVAILABLE(Phase.REFUSAL),
    /** 504 {@code timeout_error}. */
    TIMEOUT(Phase.REFUSAL),
    /** The connection ends before a byte of the answer. */
    CUT_BEFORE_BODY(Phase.CONNECTION),
    /** The answer is produced and charged, then the connection ends before a byte of it arrives. */
    LOST_ANSWER(Phase.SPOILED_DELIVERY),
    /** Nothing ever comes; the connection stays open until the caller gives up. */
    HANG(Phase.CONNECTION),
    /** The connection ends in the middle of a plain answer; a streamed one like {@link #CUT_INSIDE_STREAM}. */
    CUT_INSIDE_BODY(Phase.SPOILED_DELIVERY),
    /** The connection ends in the middle of the events; a plain answer like {@link #CUT_INSIDE_BODY}. */
    CUT_INSIDE_STREAM(Phase.SPOILED_DELIVERY),
    /** An {@code error} event in the middle of a stream that began with 200; a plain request gets 529. */
    ERROR_IN_STREAM(Phase.SPOILED_DELIVERY),
    /** The same, but it is the first event and nothing of an answer comes. */
    ERROR_AS_FIRST_EVENT(Phase.SPOILED_DELIVERY),
    /** 200, but what comes is not JSON. */
    MALFORMED_JSON(Phase.SPOILED_DELIVERY),
    /** The first token takes much longer than usual. */
    SLOW_FIRST_TOKEN(Phase.DELIVERY),
    /** The answer comes in driblets with long pauses. */
    SLOW_LORIS(Phase.DELIVERY),
    /** Limit headers hold nonsense. */
    GARBAGE_HEADERS(Phase.DELIVERY),
    /** No limit headers, no request id. */
    MISSING_HEADERS(Phase.DELIVERY),
    /** Instants in the headers come from a clock that is an hour off. */
    RESET_SKEW(Phase.DELIVERY),
    /** 200 with {@code stop_reason: refusal} and no content. */
    REFUSAL(Phase.SPOILED_ANSWER),
    /** 200 whose text, JSON or not, breaks off in the middle with {@code stop_reason: max_tokens}. */
    TRUNCATED_JSON(Phase.SPOILED_ANSWER);

    /** When a fault shows. */
    enum Phase {
        REFUSAL,
        CONNECTION,
        DELIVERY,
        SPOILED_DELIVERY,
        SPOILED_ANSWER
    }

    private final Phase phase;

    Fault(Phase phase) {
        this.phase = phase;
    }

    /** An error answers the request; nothing is charged. */
    public boolean isRefusal() {
        return phase == Phase.REFUSAL;
    }

    /** There is no answer at all; nothing is charged. */
    public boolean isSilence() {
        return phase == Phase.CONNECTION;
    }

    /** The request is charged and produced, but the caller has no use for what comes. */
    public boolean spoilsAnswer() {
        return phase == Phase.SPOILED_DELIVERY || phase == Phase.SPOILED_ANSWER;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Fault named(String label) {
        return Arrays.stream(values())
                .filter(fault -> fault.label().equalsIgnoreCase(label.replace('_', '-')))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no fault '%s'; known are %s"
                        .formatted(
                                label, Arrays.stream(values()).map(Fault::label).toList())));
    }
}
