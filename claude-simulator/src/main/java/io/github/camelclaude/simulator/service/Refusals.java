/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.service;

import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.limit.Dimension;
import io.github.camelclaude.simulator.limit.Outcome.Refused;

/** Refusals by a limit, in the words of the service. */
final class Refusals {

    private static final String MORE =
            " For details, refer to: https://docs.claude.com/en/api/rate-limits. You can see the"
                    + " response headers for current usage. Please reduce the prompt length or the maximum tokens requested, or try"
                    + " again later. You may also contact sales at https://www.anthropic.com/contact-sales to discuss your options"
                    + " for a rate limit increase.";

    private Refusals() {}

    static ApiError of(Refused refused, String organizationId, String model) {
        long retryAfter = refused.waitNanos() == Long.MAX_VALUE ? 0 : refused.retryAfterSeconds();
        if (refused.dimension() == Dimension.ACCELERATION) {
            return ApiError.rateLimit(
                    "This request would exceed your organization's rate limit because usage rose too quickly. Ramp up your"
                            + " traffic more gradually and retry after the time in the retry-after header.",
                    "ramp_limit_exceeded",
                    retryAfter);
        }
        boolean workspace = refused.group().name().startsWith("workspace/");
        String message = "This request would exceed your %s's rate limit of %,d %s (org: %s, model: %s).%s"
                .formatted(
                        workspace ? "workspace" : "organization",
                        refused.group().limits().of(refused.dimension()),
                        refused.dimension().wording(),
                        organizationId,
                        model,
                        MORE);
        return ApiError.rateLimit(message, null, retryAfter);
    }
}
