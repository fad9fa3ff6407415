/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.observe;

import io.github.camelclaude.ClaudeConstants;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/**
 * {@code to("claude:limits")}: the body becomes a picture of the limits, or with {@code limitsAction=explain} the record of
 * one call: the one whose permit, ticket, exchange or request the body names, otherwise that of the header {@code
 * CamelClaudePermit}, otherwise that of the exchange itself. The body is null if nothing is known of it any more. With
 * {@code limitsAction=cache} it becomes a report of what the prompt cache saves, with {@code limitsAction=cacheTable} a text of
 * the same.
 */
public final class LimitsProducer extends DefaultProducer {

    private final LimitsAction action;
    private final Supplier<Map<String, Object>> picture;
    private final Supplier<Map<String, Object>> cache;
    private final Supplier<String> cacheTable;
    private final Function<String, Map<String, Object>> explanation;

    /**
     * @param picture    how the limits stand
     * @param cache      what the prompt cache saves
     * @param cacheTable the same as a text
     * @param decisions  the records
     */
    public LimitsProducer(
            Endpoint endpoint,
            LimitsAction action,
            Supplier<Map<String, Object>> picture,
            Supplier<Map<String, Object>> cache,
            Supplier<String> cacheTable,
            Supplier<Decisions> decisions) {
        super(endpoint);
        this.action = action;
        this.picture = picture;
        this.cache = cache;
        this.cacheTable = cacheTable;
        this.explanation = id -> decisions.get().about(id).orElse(null);
    }

    @Override
    public void process(Exchange exchange) {
        exchange.getMessage()
                .setBody(
                        switch (action) {
                            case picture -> picture.get();
                            case explain -> explain(exchange);
                            case cache -> cache.get();
                            case cacheTable -> cacheTable.get();
                        });
    }

    private Map<String, Object> explain(Exchange exchange) {
        Map<String, Object> found =
                exchange.getMessage().getBody() instanceof String named ? explanation.apply(named.strip()) : null;
        if (found == null) {
            String permit = exchange.getMessage().getHeader(ClaudeConstants.PERMIT, String.class);
            found = permit == null ? null : explanation.apply(permit);
        }
        return found == null ? explanation.apply(exchange.getExchangeId()) : found;
    }
}
