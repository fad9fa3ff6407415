/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import com.anthropic.models.messages.MessageCreateParams;
import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.batch.Entries.Broken;
import io.github.camelclaude.batch.Entries.Entry;
import io.github.camelclaude.batch.HandedIn.Bad;
import io.github.camelclaude.batch.HandedIn.Good;
import io.github.camelclaude.batch.HandedIn.Reason;
import io.github.camelclaude.messages.RequestBuilder;
import io.github.camelclaude.messages.RequestTemplate;
import io.github.camelclaude.prefix.CacheLife;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultMessage;

/**
 * Makes an item of what was written down as one. The forms:
 *
 * <ul>
 *   <li>a map with {@code params} and {@code custom_id}: as the API writes the items of a batch;
 *   <li>a map with {@code messages}: a request of the Messages API, and its id in the field {@code itemId};
 *   <li>any other map, and every row of CSV: the user's turn in {@code itemText}, its id in {@code itemId};
 *   <li>an exchange or a message, alive or collected on disk: its body as the endpoint takes bodies, or a map as above; its
 *       id is the header {@link ClaudeConstants#CUSTOM_ID}, else the map's own, else the id of the exchange;
 *   <li>anything else: the user's turn, and its id is where it stands.
 * </ul>
 */
final class ItemForms {

    private static final String CONTEXT = "context";
    private static final String CUSTOM_ID = "custom_id";
    private static final String PARAMS = "params";
    private static final String MESSAGES = "messages";

    private final ItemSettings settings;
    private final RequestTemplate template;
    private final CamelContext camel;
    private final ItemRules rules;
    private final ItemContext context;

    /** @throws ClaudeInvalidRequestException if there is no item that the endpoint's own options would not spoil */
    ItemForms(Exchange exchange, ItemSettings settings) {
        this.settings = settings;
        this.camel = exchange.getContext();
        this.template = new RequestBuilder(settings.call()).template(exchange.getMessage());
        this.rules = new ItemRules(settings.sampling());
        this.context = new ItemContext(settings.context());
        if (template.says("speed")) {
            throw new ClaudeInvalidRequestException(
                    "The endpoint sets speed, which a batch does not take; leave it out. Nothing was sent");
        }
    }

    HandedIn read(Entry entry) {
        Draft draft = new Draft();
        draft.requests = template;
        Object value = entry.value();
        try {
            if (value instanceof Broken broken) {
                return new Bad(entry.position(), null, broken.reason(), broken.message(), broken.original());
            }
            fill(draft, entry);
            rules.check(draft.params, entry.place());
            return new Good(
                    draft.id,
                    planned(draft, entry.place()),
                    ItemContext.withPrefix(draft.context, draft.requests.prefix()));
        } catch (ItemMistake e) {
            return new Bad(entry.position(), draft.id, e.reason(), e.getMessage(), original(value));
        } catch (RuntimeException e) {
            // Maps, converters and headers of others may fail in any way: it is this item's failure and no other's.
            String message = entry.place() + ": it can't be read ("
                    + e.getClass().getSimpleName() + "); make it text or a plain map before";
            return new Bad(entry.position(), draft.id, Reason.malformed, message, original(value));
        }
    }

    /** What is known of an item so far. */
    private static final class Draft {
        private String id;
        private Map<String, Object> params;
        private Map<String, Object> context = Map.of();
        private RequestTemplate requests;
    }

    /** With its cache prefix in front; what is cached lives for an hour, since a batch may take as long. */
    private static Map<String, Object> planned(Draft draft, String place) {
        try {
            return draft.requests.planned(CacheMarks.living(draft.params), CacheLife.ONE_HOUR);
        } catch (ClaudeInvalidRequestException e) {
            throw new ItemMistake(Reason.refused, place + ": " + e.getMessage().replace(". Nothing was sent", ""));
        }
    }

    private static Object original(Object value) {
        if (value instanceof LineEntries.Parsed line) {
            return line.written();
        }
        if (value instanceof CollectedEntries.Collected collected) {
            return collected.exchange().getMessage().getBody();
        }
        return value instanceof RowEntries.Row row ? row.fields() : value;
    }

    private void fill(Draft draft, Entry entry) {
        Object value = entry.value();
        String place = entry.place();
        if (value instanceof RowEntries.Row row) {
            text(draft, row.fields(), place, Ids.OWN, template);
            draft.context = context.of(null, row.fields()::get, place);
        } else if (value instanceof LineEntries.Parsed line) {
            map(draft, line.object(), place, Ids.OWN, template);
        } else if (value instanceof CollectedEntries.Collected collected) {
            exchange(draft, collected.exchange(), collected.id(), place);
            Message message = collected.exchange().getMessage();
            draft.context = new LinkedHashMap<>(draft.context);
            draft.context.putAll(ItemContext.picked(collected.context(), message::getHeader, place));
        } else if (value instanceof Exchange exchange) {
            Exchange copy = copy(exchange.getMessage());
            copy.setProperty(Exchange.CHARSET_NAME, exchange.getProperty(Exchange.CHARSET_NAME));
            exchange(draft, copy, exchange.getExchangeId(), place);
        } else if (value instanceof Message message) {
            String id = message.getExchange() == null
                    ? message.getMessageId()
                    : message.getExchange().getExchangeId();
            exchange(draft, copy(message), id, place);
        } else if (value instanceof Map<?, ?> map) {
            map(draft, map, place, Ids.OWN, template);
        } else {
            content(draft, value, entry);
        }
    }

    /** Where the id of a map comes from: a header, its own field, or as the last resort what it came in. */
    private record Ids(Object header, String otherwise) {
        static final Ids OWN = new Ids(null, null);

        String of(Object own, String place, String what) {
            if (header != null) {
                return ItemRules.id(header, place, "header " + ClaudeConstants.CUSTOM_ID);
            }
            return own == null && otherwise != null ? otherwise : ItemRules.id(own, place, what);
        }
    }

    // Maps

    private void map(Draft draft, Map<?, ?> map, String place, Ids ids, RequestTemplate requests) {
        Map<String, Object> fields = new LinkedHashMap<>();
        map.forEach((name, value) -> fields.put(String.valueOf(name), value));
        if (fields.containsKey(PARAMS)) {
            draft.id = ids.of(fields.get(CUSTOM_ID), place, CUSTOM_ID);
            draft.context = contextOf(fields, true, place);
            if (!(fields.get(PARAMS) instanceof Map<?, ?> params)) {
                throw new ItemMistake(
                        Reason.malformed, place + ": params is no object; it has to be a request of the Messages API");
            }
            Map<String, Object> request = new LinkedHashMap<>();
            params.forEach((name, value) -> request.put(String.valueOf(name), value));
            draft.params = request(requests, request, place);
        } else if (fields.containsKey(MESSAGES)) {
            draft.id = ids.of(fields.get(settings.id()), place, idName());
            draft.context = contextOf(fields, true, place);
            fields.remove(settings.id());
            fields.remove(CONTEXT);
            fields.keySet().removeIf(name -> context.lists(name) && !RequestTemplate.isField(name));
            draft.params = request(requests, fields, place);
        } else {
            text(draft, fields, place, ids, requests);
            draft.context = contextOf(fields, false, place);
        }
    }

    private String idName() {
        return settings.id() + " (option itemId)";
    }

    /** A field of that name is an item's own context unless the option lists it. */
    private Map<String, Object> contextOf(Map<String, Object> fields, boolean isReserved, String place) {
        Object own = context.lists(CONTEXT) ? null : fields.get(CONTEXT);
        if (isReserved && own != null && !(own instanceof Map<?, ?>)) {
            throw new ItemMistake(
                    Reason.malformed, place + ": context is no object; it has to be one, of simple values by name");
        }
        return context.of(own instanceof Map<?, ?> object ? object : null, fields::get, place);
    }

    private static Map<String, Object> request(RequestTemplate requests, Map<String, Object> fields, String place) {
        Object stream = fields.remove("stream");
        try {
            Map<String, Object> request = requests.request(fields, place + ": it");
            if (stream != null) {
                request.put("stream", stream);
            }
            return request;
        } catch (ClaudeInvalidRequestException e) {
            throw new ItemMistake(Reason.refused, e.getMessage().replace(". Nothing was sent", "; leave it out"));
        }
    }

    private void text(Draft draft, Map<String, Object> fields, String place, Ids ids, RequestTemplate requests) {
        Object value = fields.get(settings.text());
        draft.id = value == null && !fields.containsKey(settings.id()) && ids.header() == null
                ? null
                : ids.of(fields.get(settings.id()), place, idName());
        String what = settings.text() + " (option itemText)";
        if (value == null) {
            throw new ItemMistake(
                    Reason.malformed,
                    place + ": there is none of params, messages and " + what + " in it; it has to have one of them");
        }
        if (!(value instanceof CharSequence || value instanceof Number || value instanceof Boolean)) {
            throw new ItemMistake(
                    Reason.malformed, place + ": " + what + " is no text; for anything else use messages or params");
        }
        draft.params = requests.text(visible(value.toString(), place, what));
    }

    private static String visible(String text, String place, String what) {
        if (!RequestTemplate.isPrompt(text)) {
            throw new ItemMistake(
                    Reason.malformed,
                    place + ": " + what + " is blank; a prompt needs at least one character that can be seen");
        }
        return text;
    }

    // Exchanges

    /** Whoever collected it may still read it, and its headers stay as they are. */
    private Exchange copy(Message message) {
        return with(message.copy());
    }

    private Exchange with(Message message) {
        Exchange copy = new DefaultExchange(camel);
        copy.setIn(message);
        return copy;
    }

    private void exchange(Draft draft, Exchange exchange, String otherwise, String place) {
        Message message = exchange.getMessage();
        try {
            RequestTemplate requests = template.with(message);
            draft.requests = requests;
            Ids ids = new Ids(message.getHeader(ClaudeConstants.CUSTOM_ID), otherwise);
            if (message.getBody() instanceof Map<?, ?> map) {
                map(draft, map, place, ids, requests);
                Map<String, Object> all =
                        new LinkedHashMap<>(ItemContext.picked(settings.context(), message::getHeader, place));
                all.putAll(draft.context);
                draft.context = all;
            } else {
                draft.id = ids.of(null, place, CUSTOM_ID);
                draft.context = ItemContext.picked(settings.context(), message::getHeader, place);
                draft.params = requests.message(exchange);
            }
        } catch (ClaudeInvalidRequestException e) {
            throw notContent(e, place);
        }
    }

    // Anything else

    private void content(Draft draft, Object value, Entry entry) {
        draft.id = "row-" + entry.position();
        if (value == null) {
            throw new ItemMistake(Reason.malformed, entry.place() + ": it is null; leave it out");
        }
        if (value instanceof CharSequence) {
            draft.params = template.text(visible(value.toString(), entry.place(), "it"));
            return;
        }
        Message message = new DefaultMessage(camel);
        message.setBody(value);
        try {
            Exchange exchange = with(message);
            draft.params =
                    value instanceof MessageCreateParams ? template.message(exchange) : template.content(message);
        } catch (ClaudeInvalidRequestException e) {
            throw notContent(e, entry.place());
        }
    }

    private static ItemMistake notContent(ClaudeInvalidRequestException e, String place) {
        return new ItemMistake(Reason.malformed, place + ": " + Objects.toString(e.getMessage(), ""));
    }
}
