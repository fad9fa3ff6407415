/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.backend.ClaudeRequest;
import io.github.camelclaude.batch.HandedIn.Good;
import io.github.camelclaude.batch.ledger.LedgerException;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.Message;

/** Takes in calls that others have collected, as one job: all at once or not at all. */
public final class CallIntake {

    private static final String PLACE = "The call";

    private final Supplier<BatchStore> store;
    private final String name;
    private final SpoolLimits limits;
    private final ItemRules rules;

    CallIntake(Supplier<BatchStore> store, String name, SpoolLimits limits, ItemRules rules) {
        this.store = store;
        this.name = name;
        this.limits = limits;
        this.rules = rules;
    }

    /**
     * A call as an item.
     *
     * @param id      unique in its job
     * @param params  the request of the Messages API
     * @param context what comes back with the answer
     */
    public record Item(String id, Map<String, Object> params, Map<String, Object> context) {}

    /** What a batch would take a request as; empty if it would not. */
    public Optional<Map<String, Object>> params(ClaudeRequest request) {
        Map<String, Object> params = new LinkedHashMap<>(request.body());
        try {
            rules.check(params, PLACE);
            return Optional.of(params);
        } catch (ItemMistake e) {
            return Optional.empty();
        }
    }

    /**
     * @param otherwise its id if the header {@link ClaudeConstants#CUSTOM_ID} does not say one
     * @param context   the headers that come back with the answer
     * @param prefix    the cache prefix that the call begins with; empty for none
     * @throws ClaudeInvalidRequestException if the header is no id, or a header of the context is no simple value
     */
    public static Item item(
            Message message, String otherwise, Map<String, Object> params, List<String> context, String prefix) {
        Object id = message.getHeader(ClaudeConstants.CUSTOM_ID);
        try {
            return new Item(
                    id == null ? otherwise : ItemRules.id(id, PLACE, "header " + ClaudeConstants.CUSTOM_ID),
                    params,
                    ItemContext.withPrefix(
                            ItemContext.picked(context, message::getHeader, PLACE), prefix.isEmpty() ? null : prefix));
        } catch (ItemMistake e) {
            throw new ClaudeInvalidRequestException(e.getMessage() + ". Nothing was sent");
        }
    }

    /** What tells an item from all others. */
    public static String itemKey(String job, Item item) {
        return job + "/" + item.id();
    }

    /**
     * Returns when the ledger has them.
     *
     * @return those that were not taken, by their ids, and why
     * @throws ClaudeInvalidRequestException if one of them can't be written; none is taken then
     * @throws IOException                   if the spool can't be written; none is taken then
     */
    public Map<String, String> take(String job, List<Item> items) throws IOException {
        Map<String, String> refused = new LinkedHashMap<>();
        Iterator<HandedIn> handedIn = items.stream()
                .<HandedIn>map(item -> new Good(item.id(), item.params(), item.context()))
                .iterator();
        try {
            new Intake(store.get(), name, limits)
                    .take(job, handedIn, bad -> refused.put(bad.callerId(), bad.message()));
        } catch (IOException | RuntimeException e) {
            if (!isTaken(job)) {
                throw e;
            }
        }
        return refused;
    }

    /** The ledger may have accepted it although its word was lost: then it will be sent. */
    private boolean isTaken(String job) {
        try {
            return store.get().ledger().job(job).isPresent();
        } catch (LedgerException e) {
            return false;
        }
    }
}
