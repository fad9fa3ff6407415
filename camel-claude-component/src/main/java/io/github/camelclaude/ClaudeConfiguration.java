/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** The options of a call, settable on the component for all endpoints and on each endpoint. */
@Configurer
@UriParams
public class ClaudeConfiguration implements Cloneable {

    @UriParam(
            label = "security",
            secret = true,
            description = "The API key. Prefer setting it on the component, from a property such as"
                    + " {{env:ANTHROPIC_API_KEY}} or a vault; it is never read from the environment by itself.")
    private String apiKey;

    @UriParam(
            defaultValue = "https://api.anthropic.com",
            description = "Where the API is, without /v1: a proxy, a gateway or a simulator.")
    private String baseUrl = "https://api.anthropic.com";

    @UriParam(
            description = "The model to call, such as claude-haiku-5-5. Required; there is no default, because it"
                    + " decides what a call costs.")
    private String model;

    @UriParam(
            defaultValue = "4096",
            description = "The longest answer in tokens. Costs nothing by itself: only what is written is paid and"
                    + " counted towards the limits.")
    private long maxTokens = 4096;

    @UriParam(
            description = "The system prompt: plain text, or resource:classpath:file.txt (also file:). On a URI"
                    + " plain text shows up in logs and JMX; prefer resource: or a property of the component.")
    @Metadata(supportFileReference = true, largeInput = true)
    private String system;

    @UriParam(
            description = "The JSON schema that the answer must follow: resource:classpath:schema.json, the name of a"
                    + " bean (#name: a String or a Map), or the schema itself.")
    @Metadata(supportFileReference = true, largeInput = true, inputLanguage = "json")
    private String outputSchema;

    @UriParam(
            defaultValue = "text",
            enums = "text,json",
            description =
                    "What the answer becomes as a message body: text, or json for the parsed value (maps and lists).")
    private ResponseFormat responseFormat = ResponseFormat.text;

    @UriParam(
            defaultValue = "10m",
            javaType = "java.time.Duration",
            description = "The longest time a call may take, the answer's last byte included.")
    private long callTimeout = 600_000;

    public String getApiKey() {
        return apiKey;
    }

    public void setApiKey(String apiKey) {
        this.apiKey = apiKey;
    }

    public String getBaseUrl() {
        return baseUrl;
    }

    public void setBaseUrl(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    public String getModel() {
        return model;
    }

    public void setModel(String model) {
        this.model = model;
    }

    public long getMaxTokens() {
        return maxTokens;
    }

    public void setMaxTokens(long maxTokens) {
        this.maxTokens = maxTokens;
    }

    public String getSystem() {
        return system;
    }

    public void setSystem(String system) {
        this.system = system;
    }

    public String getOutputSchema() {
        return outputSchema;
    }

    public void setOutputSchema(String outputSchema) {
        this.outputSchema = outputSchema;
    }

    public ResponseFormat getResponseFormat() {
        return responseFormat;
    }

    public void setResponseFormat(ResponseFormat responseFormat) {
        this.responseFormat = responseFormat;
    }

    public long getCallTimeout() {
        return callTimeout;
    }

    public void setCallTimeout(long callTimeout) {
        this.callTimeout = callTimeout;
    }

    public ClaudeConfiguration copy() {
        try {
            return (ClaudeConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }
}
