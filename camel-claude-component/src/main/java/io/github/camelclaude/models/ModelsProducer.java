/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.models;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.backend.ModelDescription;
import io.github.camelclaude.backend.ModelList;
import io.github.camelclaude.call.CallPath;
import io.github.camelclaude.messages.CallEnd;
import io.github.camelclaude.messages.CallSettings;
import io.github.camelclaude.messages.CallTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/** {@code to("claude:models")}: the body becomes the list of the models that the key may use. */
public final class ModelsProducer extends DefaultAsyncProducer {

    private final CallSettings settings;
    private final CallTime callTime;
    private final Supplier<CallPath> callPath;

    public ModelsProducer(Endpoint endpoint, CallSettings settings, Supplier<CallPath> callPath) {
        super(endpoint);
        this.settings = settings;
        this.callTime = new CallTime(settings);
        this.callPath = callPath;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        return CallEnd.run(
                exchange,
                callback,
                () -> callPath.get()
                        .models(settings.where(), callTime.of(exchange.getMessage(), Instant.now()))
                        .thenAccept(list -> write(exchange, list)));
    }

    private static void write(Exchange exchange, ModelList list) {
        List<Map<String, Object>> body =
                list.models().stream().map(ModelsProducer::fields).collect(Collectors.toList());
        exchange.getMessage().setBody(body);
        if (list.simulated()) {
            exchange.getMessage().setHeader(ClaudeConstants.SIMULATED, true);
        }
    }

    private static Map<String, Object> fields(ModelDescription model) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", model.id());
        fields.put("displayName", model.displayName());
        fields.put("createdAt", model.createdAt().toString());
        return fields;
    }
}
