/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The groups that have been used and the paths through them. Names may come from messages, so there is a limit to how many are
 * kept: beyond it the paths that have been idle longest are forgotten, and with them the groups that no other path leads
 * through, unless something of a day's or month's amount has been taken there. Guarded by its limiter.
 */
final class Paths {

    private static final int KEPT = 1_000;

    private final LimiterSettings settings;
    private final Limiter.Groups makes;
    private final Map<GroupName, Group> groups = new LinkedHashMap<>();
    private final Map<String, Hold> holds = new HashMap<>();
    private final Map<List<GroupName>, Path> paths = new LinkedHashMap<>(16, 0.75f, true);

    private List<GroupName> lastNames;
    private Path last;

    Paths(LimiterSettings settings, Limiter.Groups makes) {
        this.settings = settings;
        this.makes = makes;
    }

    Path of(List<GroupName> names, long now) {
        // What was looked up last is the youngest already.
        if (names == lastNames) {
            return last;
        }
        Path path = paths.get(names);
        if (path == null) {
            return make(names, now);
        }
        last = path;
        lastNames = names;
        return path;
    }

    private Path make(List<GroupName> names, long now) {
        List<Group> row = new ArrayList<>();
        for (GroupName name : names) {
            row.add(groups.computeIfAbsent(name, unknown -> group(makes.apply(unknown), now)));
        }
        Path path = new Path(row);
        paths.put(names, path);
        forgetIdle(now);
        // It may be among those that were forgotten.
        lastNames = null;
        return path;
    }

    private Group group(GroupSetup setup, long now) {
        return new Group(setup, hold(setup.name().backend()), settings, now);
    }

    /** What keeps all groups of a backend back. */
    Hold hold(String backend) {
        return holds.computeIfAbsent(backend, unknown -> new Hold());
    }

    /** Gives a group other limits. Returns whether somebody may be waiting for it. */
    boolean setUp(GroupSetup setup, long now) {
        Group group = groups.get(setup.name());
        if (group == null) {
            groups.put(setup.name(), group(setup, now));
            return false;
        }
        int out = paths.values().stream().mapToInt(path -> path.outOf(group)).sum();
        group.setUp(setup, out, now);
        return true;
    }

    Collection<Group> groups() {
        return groups.values();
    }

    private void forgetIdle(long now) {
        if (paths.size() <= KEPT) {
            return;
        }
        Iterator<Path> eldest = paths.values().iterator();
        while (eldest.hasNext() && paths.size() > KEPT) {
            if (eldest.next().isIdle(now)) {
                eldest.remove();
            }
        }
        Set<Group> led = new HashSet<>();
        paths.values().forEach(path -> led.addAll(List.of(path.groups)));
        groups.values().removeIf(group -> !led.contains(group) && !group.remembers(now));
    }
}
