/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import io.github.camelclaude.backend.Backend;
import io.github.camelclaude.backend.BackendSettings;
import io.github.camelclaude.call.CallPath;
import io.github.camelclaude.catalog.ClaudeModel;
import io.github.camelclaude.messages.CallDefaults;
import io.github.camelclaude.messages.MessagesProducer;
import io.github.camelclaude.messages.OutputSchema;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import org.apache.camel.AsyncEndpoint;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.util.ObjectHelper;

/** Call Anthropic's Claude: prompts in, answers out, asynchronously. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "claude",
        title = "Claude",
        syntax = "claude:operation",
        producerOnly = true,
        remote = true,
        category = {Category.AI},
        headersClass = ClaudeConstants.class)
public class ClaudeEndpoint extends DefaultEndpoint implements AsyncEndpoint {

    private static final String RESOURCE = "resource:";

    @UriPath(enums = "messages", description = "What the endpoint does")
    private final ClaudeOperation operation;

    @UriParam
    private ClaudeConfiguration configuration;

    private BackendSettings settings;
    private CallDefaults defaults;
    private volatile Backend backend;

    public ClaudeEndpoint(
            String uri, ClaudeComponent component, ClaudeOperation operation, ClaudeConfiguration configuration) {
        super(uri, component);
        this.operation = operation;
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() {
        return switch (operation) {
            case messages -> new MessagesProducer(this, defaults, this::callPath);
        };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("claude:" + operation + " can't be consumed from: use it in to(...)");
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        requireModel();
        requireKey();
        requirePositive("maxTokens", configuration.getMaxTokens());
        requirePositive("callTimeout", configuration.getCallTimeout());
        settings = new BackendSettings(URI.create(configuration.getBaseUrl().strip()), configuration.getApiKey());
        defaults = new CallDefaults(
                configuration.getModel(),
                configuration.getMaxTokens(),
                text(configuration.getSystem()),
                schema(configuration.getOutputSchema()),
                configuration.getResponseFormat() == ResponseFormat.json);
    }

    private void requireModel() {
        if (ObjectHelper.isEmpty(configuration.getModel())) {
            String current = getComponent().catalog().current().stream()
                    .map(ClaudeModel::id)
                    .collect(Collectors.joining(", "));
            throw new IllegalArgumentException(
                    "claude:" + operation + " needs a model and has none: set model on the endpoint or"
                            + " camel.component.claude.model, for example to one of " + current + " (as of "
                            + getComponent().catalog().asOf() + ")");
        }
    }

    private void requireKey() {
        if (ObjectHelper.isEmpty(configuration.getApiKey())) {
            throw new IllegalArgumentException(
                    "claude:" + operation + " needs an API key and has none. Ways to give one:"
                            + " camel.component.claude.apiKey={{env:ANTHROPIC_API_KEY}} in application.properties, the"
                            + " environment variable CAMEL_COMPONENT_CLAUDE_API_KEY, setApiKey(...) on the component's"
                            + " configuration, or a property function of a vault such as {{aws:name}} or"
                            + " {{hashicorp:secret:engine/name}}. A key that merely lies in ANTHROPIC_API_KEY is not"
                            + " used by itself");
        }
    }

    private void requirePositive(String option, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(
                    option + "=" + value + " of claude:" + operation + " must be at least 1");
        }
    }

    private String text(String value) throws IOException {
        if (value == null || !value.startsWith(RESOURCE)) {
            return value;
        }
        try (InputStream in = ResourceHelper.resolveMandatoryResourceAsInputStream(
                getCamelContext(), value.substring(RESOURCE.length()))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private OutputSchema schema(String value) throws IOException {
        if (ObjectHelper.isEmpty(value)) {
            return null;
        }
        if (value.startsWith("#")) {
            String name = value.startsWith("#bean:") ? value.substring("#bean:".length()) : value.substring(1);
            return OutputSchema.of(getCamelContext().getRegistry().lookupByName(name), value);
        }
        return OutputSchema.of(text(value), value.startsWith(RESOURCE) ? value : "outputSchema");
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        backend = getComponent().borrow(settings);
    }

    @Override
    protected void doStop() throws Exception {
        if (backend != null) {
            backend = null;
            getComponent().release(settings);
        }
        super.doStop();
    }

    private CallPath callPath() {
        return new CallPath(backend, getComponent().catalog(), Duration.ofMillis(configuration.getCallTimeout()));
    }

    @Override
    public ClaudeComponent getComponent() {
        return (ClaudeComponent) super.getComponent();
    }

    public ClaudeOperation getOperation() {
        return operation;
    }

    public ClaudeConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(ClaudeConfiguration configuration) {
        this.configuration = configuration;
    }
}
