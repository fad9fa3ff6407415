/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.limits;

import io.github.camelclaude.catalog.LimitCatalog;
import io.github.camelclaude.limits.Groups.Buckets;
import io.github.camelclaude.limits.ServiceLimits.Entry;
import io.github.camelclaude.limits.ServiceLimits.Kind;
import io.github.camelclaude.rate.Dimension;
import io.github.camelclaude.rate.Limit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the limits file and the Rate Limits API tell, by group. Which models share buckets is theirs to say as well: an entry
 * takes the name of the class that its first model has in the catalog; if two entries would have the same, the second is
 * named after its first model.
 */
final class ToldLimits {

    private final LimitCatalog catalog;
    private final Map<String, String> classByModel = new HashMap<>();
    private final Set<String> workspaces;
    private final Map<Limit.Source, Map<Buckets, Map<Dimension, Long>>> amounts = new LinkedHashMap<>();

    ToldLimits(LimitCatalog catalog, ServiceLimits file, ServiceLimits adminApi) {
        this.catalog = catalog;
        name(file);
        name(adminApi);
        workspaces = Stream.of(file, adminApi)
                .flatMap(limits -> limits.entries().stream())
                .flatMap(entry -> entry.workspace().stream())
                .collect(Collectors.toUnmodifiableSet());
        amounts.put(Limit.Source.FILE, index(file));
        amounts.put(Limit.Source.ADMIN_API, index(adminApi));
    }

    private void name(ServiceLimits limits) {
        Set<String> taken = new HashSet<>(classByModel.values());
        for (Entry entry : limits.entries()) {
            if (entry.kind() == Kind.MODELS && entry.workspace().isEmpty() && !isNamed(entry)) {
                String first = entry.models().get(0);
                String name = catalog.classOf(first).name();
                String unique = taken.add(name) ? name : plain(first);
                taken.add(unique);
                entry.models().forEach(model -> classByModel.putIfAbsent(plain(model), unique));
            }
        }
    }

    private boolean isNamed(Entry entry) {
        return entry.models().stream().allMatch(model -> classByModel.containsKey(plain(model)));
    }

    private Map<Buckets, Map<Dimension, Long>> index(ServiceLimits limits) {
        Map<Buckets, Map<Dimension, Long>> index = new HashMap<>();
        for (Entry entry : limits.entries()) {
            Map<Dimension, Long> own = index.computeIfAbsent(buckets(entry), missing -> new HashMap<>());
            entry.amounts().forEach((dimension, amount) -> own.merge(dimension, amount, Math::min));
        }
        return index;
    }

    private Buckets buckets(Entry entry) {
        String className =
                switch (entry.kind()) {
                    case BATCH -> Groups.BATCH;
                    case COUNT_TOKENS -> Groups.COUNT_TOKENS;
                    case MODELS -> classOf(entry.models().get(0));
                };
        return new Buckets(entry.workspace().orElse(Groups.ORGANIZATION), className, false);
    }

    /** The class of a model: as it was told, otherwise as the catalog has it. */
    String classOf(String model) {
        String known = classByModel.get(plain(model));
        return known == null ? catalog.classOf(model).name() : known;
    }

    /** The workspace, if only one has limits of its own. */
    Optional<String> onlyWorkspace() {
        return workspaces.size() == 1 ? Optional.of(workspaces.iterator().next()) : Optional.empty();
    }

    boolean hasOwn(String workspace, String className) {
        Buckets buckets = new Buckets(workspace, className, false);
        return amounts.values().stream().anyMatch(index -> index.containsKey(buckets));
    }

    Optional<Limit> limit(Buckets buckets, Dimension dimension) {
        return amounts.entrySet().stream()
                .filter(source ->
                        source.getValue().getOrDefault(buckets, Map.of()).containsKey(dimension))
                .findFirst()
                .map(source -> Limit.perMinute(
                        dimension, source.getValue().get(buckets).get(dimension), source.getKey()));
    }

    private static String plain(String model) {
        return LimitCatalog.plainName(model);
    }
}
