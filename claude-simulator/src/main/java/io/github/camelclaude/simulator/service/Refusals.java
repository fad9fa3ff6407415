/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.service;

import io.github.camelclaude.simulator.account.Spending.Cap;
import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.limit.Dimension;
import io.github.camelclaude.simulator.limit.Outcome.Refused;

/** Refusals by limits, caps and faults, in the words of the service. */
final class Refusals {

    private static final String MORE =
            " For details, refer to: https://docs.claude.com/en/api/rate-limits. You can see the"
                    + " response headers for current usage. Please reduce the prompt length or the maximum tokens requested, or try"
                    + " again later. You may also contact sales at https://www.anthropic.com/contact-sales to discuss your options"
                    + " for a rate limit increase.";

    private final Identity identity;

    Refusals(Identity identity) {
        this.identity = identity;
    }

    ApiError byLimit(Refused refused, String model, boolean fast) {
        long retryAfter = refused.waitNanos() == Long.MAX_VALUE ? 0 : refused.retryAfterSeconds();
        if (refused.dimension() == Dimension.ACCELERATION) {
            return ramp(retryAfter);
        }
        return tooMuch(
                refused.group().name().startsWith("workspace/") ? "workspace" : "organization",
                refused.group().limits().of(refused.dimension()),
                (fast ? "fast mode " : "") + refused.dimension().wording(),
                model,
                retryAfter);
    }

    ApiError byCap(Cap cap, String nextMonth) {
        return switch (cap) {
            case TIER ->
                ApiError.rateLimit(
                        "Your organization has reached the monthly spend limit of its usage tier. Access resumes on %s at 00:00 UTC."
                                .formatted(nextMonth),
                        "enforced_spend_limit_reached",
                        0);
            case CONTRACT ->
                ApiError.rateLimit(
                        "Your organization has reached the spend limit of its contract. Please contact your account team.",
                        "contract_spend_limit_reached",
                        0);
            case ORGANIZATION ->
                ApiError.invalidRequest(
                        "You have reached your specified API usage limits. You will regain access on %s at 00:00 UTC."
                                .formatted(nextMonth));
            case WORKSPACE ->
                ApiError.invalidRequest(
                        "You have reached your specified workspace API usage limits. You will regain access on %s at 00:00 UTC."
                                .formatted(nextMonth));
        };
    }

    ApiError byFault(Fault fault, String model, String nextMonth) {
        return switch (fault) {
            case RATE_LIMIT -> tooMuch("organization", 1_000, Dimension.REQUESTS.wording(), model, 1);
            case RATE_LIMIT_INPUT -> tooMuch("organization", 2_000_000, Dimension.INPUT_TOKENS.wording(), model, 1);
            case RATE_LIMIT_OUTPUT -> tooMuch("organization", 400_000, Dimension.OUTPUT_TOKENS.wording(), model, 1);
            case RATE_LIMIT_BARE -> ApiError.rateLimit("Too many requests", null, 0);
            case RAMP_LIMIT -> ramp(1);
            case SPEND_CAP -> byCap(Cap.TIER, nextMonth);
            case CONTRACT_SPEND_CAP -> byCap(Cap.CONTRACT, nextMonth);
            case SPEND_LIMIT -> byCap(Cap.ORGANIZATION, nextMonth);
            case BILLING ->
                ApiError.billing(
                        "The spend limit of a linked organization has been reached.",
                        "linked_organization_spend_limit_reached");
            case PERMISSION ->
                ApiError.permission("Your API key does not have permission to use the specified resource.");
            case CONFLICT -> ApiError.conflict("The request conflicts with the current state of the resource.");
            case OVERLOADED -> ApiError.overloaded();
            case MODEL_NOT_READY -> ApiError.notReady();
            case UNAVAILABLE -> ApiError.unavailable();
            case TIMEOUT -> ApiError.timeout();
            default -> ApiError.internal();
        };
    }

    private ApiError tooMuch(String whose, long limit, String wording, String model, long retryAfter) {
        String message = "This request would exceed your %s's rate limit of %,d %s (org: %s, model: %s).%s"
                .formatted(whose, limit, wording, identity.organizationId(), model, MORE);
        return ApiError.rateLimit(message, null, retryAfter);
    }

    private static ApiError ramp(long retryAfter) {
        return ApiError.rateLimit(
                "This request would exceed your organization's rate limit because usage rose too quickly. Ramp up your"
                        + " traffic more gradually and retry after the time in the retry-after header.",
                "ramp_limit_exceeded",
                retryAfter);
    }
}
