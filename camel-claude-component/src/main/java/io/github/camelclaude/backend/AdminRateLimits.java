/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import io.github.camelclaude.limits.ServiceLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the Rate Limits API, which wants an Admin key. It never stands in the way: nobody has to wait for it, and when it fails,
 * that is logged once, without the key, and nothing is told.
 */
public final class AdminRateLimits implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AdminRateLimits.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final AnthropicApi api;
    private final AtomicBoolean complained = new AtomicBoolean();
    private volatile boolean closed;

    /**
     * @param settings   where, with the Admin key as the key
     * @param reaching   how the network is reached
     * @param network    runs the HTTP client's own work; a few threads
     * @param completion completes the answers
     */
    public AdminRateLimits(
            BackendSettings settings, TransportSettings reaching, Executor network, Executor completion) {
        this.api = new AnthropicApi(settings, reaching, network, completion, completion);
    }

    /** The limits of the organization; {@link ServiceLimits#NONE} if they can't be had. Never fails. */
    public CompletionStage<ServiceLimits> ofOrganization() {
        return ask(Optional.empty());
    }

    /**
     * What a workspace has of its own; {@link ServiceLimits#NONE} if that can't be had. Never fails.
     *
     * @param workspaceId such as {@code wrkspc_...}
     */
    public CompletionStage<ServiceLimits> ofWorkspace(String workspaceId) {
        return ask(Optional.of(workspaceId));
    }

    private CompletionStage<ServiceLimits> ask(Optional<String> workspace) {
        return api.rateLimits(workspace, TIMEOUT)
                .thenApply(AdminRateLimits::read)
                .exceptionally(failure -> {
                    complain(failure);
                    return ServiceLimits.NONE;
                });
    }

    private static ServiceLimits read(List<Map<String, Object>> data) {
        return ServiceLimits.of(data);
    }

    private void complain(Throwable failure) {
        if (!closed && complained.compareAndSet(false, true)) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            LOG.warn(
                    "The limits can't be asked for with adminApiKey: {}. Going on with those of the next source",
                    cause.getMessage());
        }
    }

    @Override
    public void close() {
        closed = true;
        api.close();
    }
}
