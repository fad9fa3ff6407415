/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import io.github.camelclaude.limits.LimitOptions;
import java.util.Map;

/**
 * One backend as a component's options name it: {@code backends[eu].type=bedrock}. Its limits are its own: the limits of the
 * component are those of each backend that says nothing else.
 */
public class BackendOptions extends LimitOptions {

    private String type = "anthropic";
    private String region;
    private String project;
    private String profile;
    private String baseUrl;
    private String apiKey;
    private Object credentials;
    private Map<String, String> models;
    private String tier;
    private Map<String, LimitOptions> limits;

    /** What kind of place it is: {@code anthropic}, {@code bedrock} or {@code vertex}. */
    public String getType() {
        return type;
    }

    public void setType(String type) {
        this.type = type;
    }

    /** The region or location: {@code eu-central-1}, {@code eu}, {@code global}. Not for the Claude API. */
    public String getRegion() {
        return region;
    }

    public void setRegion(String region) {
        this.region = region;
    }

    /** The Google Cloud project. Only for Vertex AI. */
    public String getProject() {
        return project;
    }

    public void setProject(String project) {
        this.project = project;
    }

    /** The inference profile: {@code eu}, {@code us}, {@code jp}, {@code au}, {@code apac} or {@code global}; none stays in the region. Only for Bedrock. */
    public String getProfile() {
        return profile;
    }

    public void setProfile(String profile) {
        this.profile = profile;
    }

    /** Another address than the platform's own. */
    public String getBaseUrl() {
        return baseUrl;
    }

    public void setBaseUrl(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    /** The key. On Bedrock a bearer token; without it the platform's own chain of credentials is asked. */
    public String getApiKey() {
        return apiKey;
    }

    public void setApiKey(String apiKey) {
        this.apiKey = apiKey;
    }

    /**
     * A bean with credentials of the platform; on Bedrock it may also be a {@code Supplier} of bearer tokens, which is asked at
     * each attempt, so that they can be rotated.
     */
    public Object getCredentials() {
        return credentials;
    }

    public void setCredentials(Object credentials) {
        this.credentials = credentials;
    }

    /** Names that models have there, by the names that calls use, where the catalog does not know them. */
    public Map<String, String> getModels() {
        return models;
    }

    public void setModels(Map<String, String> models) {
        this.models = models;
    }

    /** The tier of the organization. Only for the Claude API. */
    public String getTier() {
        return tier;
    }

    public void setTier(String tier) {
        this.tier = tier;
    }

    /** The limits of single models, as for the component's. */
    public Map<String, LimitOptions> getLimits() {
        return limits;
    }

    public void setLimits(Map<String, LimitOptions> limits) {
        this.limits = limits;
    }
}
