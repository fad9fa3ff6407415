/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelclaude.simulator.account.Accounting;
import io.github.camelclaude.simulator.account.Totals;
import java.time.Instant;

/** The accounting for programs. */
final class AccountingJson {

    private AccountingJson() {}

    static ObjectNode of(Accounting accounting, boolean withContents) {
        ObjectNode json = sums(accounting.totals());
        json.put("running", accounting.running());
        json.put("peak", accounting.peak());
        json.put("contents", accounting.contents());
        json.put("seen_twice", accounting.seenTwice().size());
        ObjectNode minutes = json.putObject("minutes");
        accounting
                .byMinute()
                .forEach((minute, totals) ->
                        minutes.set(Instant.ofEpochSecond(minute * 60).toString(), sums(totals)));
        if (withContents) {
            ObjectNode contents = json.putObject("attempts_by_content");
            accounting
                    .attemptsByContent()
                    .forEach((key, content) -> content.attempts()
                            .forEach(attempt -> contents.withArrayProperty(key)
                                    .addObject()
                                    .put("arrived_at", attempt.arrivedAt().toString())
                                    .put("model", attempt.model())
                                    .put("early", attempt.isEarly())
                                    .put(
                                            "ending",
                                            attempt.ending()
                                                    .map(ending -> ending.label())
                                                    .orElse("running"))));
        }
        return json;
    }

    private static ObjectNode sums(Totals totals) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("arrived", totals.arrived());
        ObjectNode endings = json.putObject("endings");
        totals.endings().forEach(endings::put);
        json.put("early", totals.early());
        json.put("input_tokens", totals.usage().input());
        json.put("cache_write_tokens", totals.usage().cacheWrites());
        json.put("cache_read_tokens", totals.usage().cacheRead());
        json.put("output_tokens", totals.usage().output());
        json.put("cost_usd", totals.cost().dollars());
        return json;
    }
}
