/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.call.Where;
import io.github.camelclaude.catalog.ModelCatalog;
import io.github.camelclaude.messages.AllowedNames;
import io.github.camelclaude.messages.BodyFormat;
import io.github.camelclaude.messages.CacheSettings;
import io.github.camelclaude.messages.CallSettings;
import io.github.camelclaude.messages.HeaderMapping;
import io.github.camelclaude.messages.PrefixPlanning;
import io.github.camelclaude.messages.ResponseFormat;
import io.github.camelclaude.prefix.MarkMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;

/** Reads items from bodies. */
abstract class ItemTestSupport {

    static final String MODEL = "claude-haiku-5-5";

    final CamelContext context = new DefaultCamelContext();
    final Exchange exchange = new DefaultExchange(context);

    Map<String, Object> defaults = new LinkedHashMap<>(Map.of("model", MODEL, "max_tokens", 100L));
    ItemFormat format = ItemFormat.auto;
    List<String> itemContext = List.of();
    String allowedFields = "*";
    String allowedHeaders = "*";
    BodyFormat bodyFormat = BodyFormat.text;
    boolean sampling;
    int longest = ItemSettings.LONGEST;

    @AfterEach
    void stop() {
        context.stop();
    }

    ItemSettings settings() {
        CallSettings call = new CallSettings(
                defaults,
                bodyFormat,
                AllowedNames.parse(allowedHeaders),
                AllowedNames.parse(allowedFields),
                ResponseFormat.text,
                null,
                Set.of(),
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                null,
                new Where(List.of(), List.of(), null),
                null,
                HeaderMapping.NONE,
                new CacheSettings(null, null, MarkMode.planned, null, new PrefixPlanning(ModelCatalog.load())));
        return new ItemSettings(format, "id", "text", itemContext, call, sampling, longest);
    }

    ItemSource open(Object body) {
        exchange.getMessage().setBody(body);
        return ItemSource.open(exchange, settings());
    }

    List<HandedIn> read(Object body) {
        List<HandedIn> items = new ArrayList<>();
        open(body).forEachRemaining(items::add);
        return items;
    }

    List<HandedIn> lines(String jsonl) {
        format = ItemFormat.jsonl;
        return read(jsonl);
    }

    List<HandedIn> rows(String csv) {
        format = ItemFormat.csv;
        return read(csv);
    }

    static List<String> ids(List<HandedIn> items) {
        return items.stream()
                .map(item -> item instanceof HandedIn.Good good ? good.callerId() : "bad")
                .toList();
    }

    static List<Object> prompts(List<HandedIn> items) {
        return items.stream().map(ItemTestSupport::prompt).toList();
    }

    static Object prompt(HandedIn item) {
        assertThat(item).isInstanceOf(HandedIn.Good.class);
        return ((Map<?, ?>) ((List<?>) good(item).params().get("messages")).get(0)).get("content");
    }

    static HandedIn.Good good(HandedIn item) {
        assertThat(item).isInstanceOf(HandedIn.Good.class);
        return (HandedIn.Good) item;
    }

    static HandedIn.Bad bad(HandedIn item) {
        assertThat(item).isInstanceOf(HandedIn.Bad.class);
        return (HandedIn.Bad) item;
    }
}
