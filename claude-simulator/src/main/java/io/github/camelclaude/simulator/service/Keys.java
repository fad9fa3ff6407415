/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.service;

import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.error.ApiException;
import java.util.Map;

/**
 * Which keys are let in. Without configured keys any key is; configured ones tell the workspace. A key beginning with
 * {@code sk-ant-admin} is an Admin key.
 */
public final class Keys {

    private static final String ADMIN_PREFIX = "sk-ant-admin";
    private final Map<String, String> workspaceByKey;
    private final String defaultWorkspace;

    public Keys(Map<String, String> workspaceByKey, String defaultWorkspace) {
        this.workspaceByKey = Map.copyOf(workspaceByKey);
        this.defaultWorkspace = defaultWorkspace;
    }

    /** The caller behind {@code x-api-key} or {@code Authorization: Bearer}; either may be null. */
    public Caller caller(String apiKey, String authorization) {
        if (apiKey != null && !apiKey.isBlank()) {
            return known(apiKey.strip(), "invalid x-api-key");
        }
        if (authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            String token = authorization.substring(7).strip();
            if (!token.isEmpty()) {
                return known(token, "Invalid bearer token");
            }
        }
        throw new ApiException(ApiError.authentication("x-api-key header is required"));
    }

    private Caller known(String key, String complaint) {
        boolean admin = key.startsWith(ADMIN_PREFIX);
        if (workspaceByKey.isEmpty() || admin) {
            return new Caller(defaultWorkspace, admin);
        }
        String workspace = workspaceByKey.get(key);
        if (workspace == null) {
            throw new ApiException(ApiError.authentication(complaint));
        }
        return new Caller(workspace, false);
    }
}
