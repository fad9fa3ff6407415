/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.observe;

import java.math.BigDecimal;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;

/**
 * More than 80 % of what may be spent in a day or month is spent; an {@code EventNotifier} of the context is told, once per day or
 * month.
 *
 * @param source the context
 * @param group  the limit group: {@code claude/spend/day}, {@code claude/spend/month}, or of a key or class, such as
 *               {@code claude/spend/day/of-tenant-7}
 * @param spent  so far, in USD at list prices, with what calls under way are expected to cost
 * @param cap    what may be spent by this process, in USD
 * @param at     milliseconds since 1970
 */
public record SpendEvent(CamelContext source, String group, BigDecimal spent, BigDecimal cap, long at)
        implements CamelEvent {

    @Override
    public Type getType() {
        return Type.Custom;
    }

    @Override
    public Object getSource() {
        return source;
    }

    @Override
    public long getTimestamp() {
        return at;
    }

    @Override
    public void setTimestamp(long timestamp) {
        // It is set where it happens.
    }
}
