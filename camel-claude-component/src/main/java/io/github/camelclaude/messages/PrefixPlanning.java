/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import io.github.camelclaude.catalog.ClaudeModel;
import io.github.camelclaude.catalog.ModelCatalog;
import io.github.camelclaude.estimate.PromptMeasure;
import io.github.camelclaude.prefix.CacheLife;
import io.github.camelclaude.prefix.CacheNote;
import io.github.camelclaude.prefix.CachePrefix;
import io.github.camelclaude.prefix.DeclaredPrefixes;
import io.github.camelclaude.prefix.MarkPlanner;
import io.github.camelclaude.prefix.PlannedRequest;
import io.github.camelclaude.prefix.TokenMeasure;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import java.util.Map;
import java.util.Set;

/** The prefixes of a component, and what is planned with them. What can't be cached is said once. */
public final class PrefixPlanning {

    private final DeclaredPrefixes prefixes = new DeclaredPrefixes();
    private final ModelCatalog catalog;
    private final SaidOnce saidOnce = new SaidOnce();

    public PrefixPlanning(ModelCatalog catalog) {
        this.catalog = catalog;
    }

    public DeclaredPrefixes prefixes() {
        return prefixes;
    }

    /**
     * The request as it is sent.
     *
     * @param prefix  the name of a prefix, or null for none
     * @param from    who named it
     * @param life    how long entries live where the prefix says nothing
     * @param growing whether the messages will be sent again, with more behind them
     * @throws ClaudeInvalidRequestException if there is no such prefix
     */
    PlannedRequest plan(
            Map<String, Object> body,
            String prefix,
            String from,
            CacheSettings settings,
            CacheLife life,
            boolean growing) {
        CachePrefix named = prefix == null ? null : prefixes.named(prefix, from);
        return plan(body, named, settings, life, growing);
    }

    PlannedRequest plan(
            Map<String, Object> body, CachePrefix prefix, CacheSettings settings, CacheLife life, boolean growing) {
        String model = String.valueOf(body.get("model"));
        MarkPlanner.Wish wish = new MarkPlanner.Wish(
                life,
                settings.marks(),
                growing,
                prefix == null ? Set.of() : prefixes.sharedEnds(prefix),
                catalog.find(model).map(ClaudeModel::minimumCacheTokens).orElse(0L));
        PlannedRequest planned = MarkPlanner.plan(body, prefix, wish, measure(PromptMeasure.of(model)));
        for (CacheNote note : planned.notes()) {
            sayOnce(prefix, model, note.reason().name(), note.words());
        }
        return planned;
    }

    /** @param words a sentence that goes on after the names, without a word of a prompt */
    public void sayOnce(CachePrefix prefix, String model, String reason, String words) {
        String name = prefix == null ? "" : prefix.name();
        // A model's name may come from a message.
        String shown = catalog.find(model).isPresent() ? model : "a model that the catalog does not know";
        saidOnce.warn(
                name + '\n' + shown + '\n' + reason,
                (prefix == null ? "A conversation" : "The cache prefix " + name) + " with " + shown + ": " + words);
    }

    private static TokenMeasure measure(PromptMeasure measure) {
        return new TokenMeasure() {
            @Override
            public long anyTools() {
                return measure.anyTools();
            }

            @Override
            public long turn() {
                return measure.turn();
            }

            @Override
            public long structure(Object structure) {
                return measure.structure(structure);
            }

            @Override
            public long block(Object block) {
                return measure.block(block);
            }
        };
    }
}
