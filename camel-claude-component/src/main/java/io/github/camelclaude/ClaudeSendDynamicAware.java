/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.annotations.SendDynamic;
import org.apache.camel.support.component.SendDynamicAwareSupport;
import org.apache.camel.util.URISupport;

/**
 * Lets {@code toD("claude:messages?model=${header.m}")} use one endpoint for all values: what may differ from message to
 * message becomes a header for the time of the call. Not where the endpoint narrows the headers it reads, since these would
 * not be read.
 */
@SendDynamic("claude")
public class ClaudeSendDynamicAware extends SendDynamicAwareSupport {

    private static final Map<String, String> HEADERS = Map.of(
            "model", ClaudeConstants.MODEL,
            "maxTokens", ClaudeConstants.MAX_TOKENS,
            "system", ClaudeConstants.SYSTEM,
            "priority", ClaudeConstants.PRIORITY,
            "fairnessKey", ClaudeConstants.FAIRNESS_KEY,
            "cachePrefix", ClaudeConstants.CACHE_PREFIX);

    @Override
    protected void doInit() {
        // Our options are known without asking the factory, whose types differ between versions of Camel.
    }

    @Override
    public boolean isLenientProperties() {
        return false;
    }

    @Override
    public DynamicAwareEntry prepare(Exchange exchange, String uri, String originalUri) throws Exception {
        Map<String, Object> options = URISupport.parseQuery(URISupport.extractQuery(uri));
        return new DynamicAwareEntry(uri, originalUri, options == null ? Map.of() : options, Map.of());
    }

    @Override
    public String resolveStaticUri(Exchange exchange, DynamicAwareEntry entry) throws Exception {
        if (!isMovable(entry)) {
            return null;
        }
        Map<String, Object> kept = new LinkedHashMap<>(entry.getProperties());
        kept.keySet().removeAll(HEADERS.keySet());
        if (entry.getProperties().containsKey("model")) {
            kept.put("model", ClaudeEndpoint.MODEL_FROM_HEADER);
        }
        String path = URISupport.stripQuery(entry.getUri());
        return kept.isEmpty() ? path : path + "?" + URISupport.createQueryString(kept);
    }

    @Override
    public Processor createPreProcessor(Exchange exchange, DynamicAwareEntry entry) {
        Map<String, Object> moved = moved(exchange, entry);
        return sending -> moved.forEach(sending.getMessage()::setHeader);
    }

    /** Whoever wrote the options did not mean them for the calls that follow. */
    @Override
    public Processor createPostProcessor(Exchange exchange, DynamicAwareEntry entry) {
        Map<String, Object> moved = moved(exchange, entry);
        return sent -> moved.keySet().forEach(sent.getMessage()::removeHeader);
    }

    /** The headers that are set for the call. One that the message has already beats an option, here as anywhere. */
    private Map<String, Object> moved(Exchange exchange, DynamicAwareEntry entry) {
        Map<String, Object> moved = new LinkedHashMap<>();
        if (isMovable(entry)) {
            HEADERS.forEach((option, header) -> {
                Object value = entry.getProperties().get(option);
                if (value != null && exchange.getMessage().getHeader(header) == null) {
                    moved.put(header, value);
                }
            });
        }
        return moved;
    }

    private boolean isMovable(DynamicAwareEntry entry) {
        ClaudeComponent component = getCamelContext().getComponent(getScheme(), ClaudeComponent.class);
        return entry.getProperties().keySet().stream().anyMatch(HEADERS::containsKey)
                && !entry.getProperties().containsKey("allowHeaders")
                && "*".equals(component.getConfiguration().getAllowHeaders());
    }
}
