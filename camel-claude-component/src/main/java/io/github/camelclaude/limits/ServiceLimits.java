/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.limits;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelclaude.rate.Dimension;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Limits as the Rate Limits API tells them, from the API itself or from a file that it was exported to.
 *
 * @param entries the limits of the organization and what workspaces have of their own
 */
public record ServiceLimits(List<Entry> entries) {

    public static final ServiceLimits NONE = new ServiceLimits(List.of());

    /** Batch items that wait or are worked on; comes back when an item has ended. */
    public static final Dimension QUEUED_BATCH_ITEMS =
            new Dimension("queued-batch-items", "items", Dimension.Refill.RETURNED);

    static final Map<String, Dimension> TYPES = Map.of(
            "requests_per_minute", Dimension.REQUESTS,
            "input_tokens_per_minute", Dimension.INPUT_TOKENS,
            "output_tokens_per_minute", Dimension.OUTPUT_TOKENS,
            "tokens_per_minute", Dimension.TOKENS,
            "enqueued_batch_requests", QUEUED_BATCH_ITEMS);

    /** What an entry is about. */
    public enum Kind {
        MODELS,
        BATCH,
        COUNT_TOKENS
    }

    /**
     * One set of limits.
     *
     * @param workspace the workspace that has them, or empty for the organization
     * @param models    ids and aliases of the models that share them; empty unless it is about models
     * @param amounts   how much there is per minute, or at a time
     */
    public record Entry(Optional<String> workspace, Kind kind, List<String> models, Map<Dimension, Long> amounts) {

        public Entry {
            models = List.copyOf(models);
            amounts = Map.copyOf(amounts);
        }
    }

    public ServiceLimits {
        entries = List.copyOf(entries);
    }

    /** These and those. */
    public ServiceLimits and(ServiceLimits others) {
        List<Entry> all = new ArrayList<>(entries);
        all.addAll(others.entries);
        return new ServiceLimits(all);
    }

    /**
     * Reads one or more pages, one after the other, each in the shape of a response of the API.
     *
     * @param name what the input is called in errors
     * @throws IllegalArgumentException if it has another shape
     */
    public static ServiceLimits read(InputStream in, String name) throws IOException {
        List<Entry> entries = new ArrayList<>();
        int pages = 0;
        JsonNode last = null;
        try (MappingIterator<JsonNode> documents =
                JsonMapper.builder().build().readerFor(JsonNode.class).readValues(in)) {
            while (documents.hasNextValue()) {
                pages++;
                last = documents.nextValue();
                entries.addAll(new LimitPage(name, pages, last).entries());
            }
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "%s is not JSON: %s. %s".formatted(name, e.getOriginalMessage(), LimitPage.REMEDY));
        }
        if (last == null) {
            throw new IllegalArgumentException("%s is empty. %s".formatted(name, LimitPage.REMEDY));
        }
        if (last.path("next_page").isTextual()) {
            throw new IllegalArgumentException(
                    "%s is not complete: its last part has next_page=%s. Append that page to it (?page=...)"
                            .formatted(name, last.path("next_page")));
        }
        if (entries.stream().allMatch(entry -> entry.amounts().isEmpty())) {
            throw new IllegalArgumentException(
                    "%s tells no limit of models, batches or counting tokens. %s".formatted(name, LimitPage.REMEDY));
        }
        return new ServiceLimits(entries);
    }

    /** Reads entries of a response that has been parsed already, as maps and lists. */
    public static ServiceLimits of(List<? extends Map<String, ?>> data) {
        JsonNode page = JsonMapper.builder().build().valueToTree(new HashMap<>(Map.of("data", data)));
        return new ServiceLimits(new LimitPage("The Rate Limits API", 1, page).entries());
    }
}
