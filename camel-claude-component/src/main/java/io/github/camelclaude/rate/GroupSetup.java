/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

import java.util.List;

/**
 * What a limit group is when it is first used, or from now on.
 *
 * @param name        which group
 * @param reservation what its calls are charged
 * @param limits      at most one per dimension; none means that nothing limits it until headers say so
 */
public record GroupSetup(GroupName name, Reservation reservation, List<Limit> limits) {

    public GroupSetup {
        limits = List.copyOf(limits);
    }
}
