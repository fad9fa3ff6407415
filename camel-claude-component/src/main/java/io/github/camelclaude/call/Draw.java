/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import io.github.camelclaude.estimate.Estimate;
import io.github.camelclaude.rate.Cost;
import io.github.camelclaude.rate.GroupName;
import java.util.List;

/**
 * What a call will take, and from where.
 *
 * @param path     the limit groups, from the widest to the narrowest
 * @param cost     what it will cost
 * @param estimate what that rests on; null where nothing is limited
 */
record Draw(List<GroupName> path, Cost cost, Estimate estimate) {

    Draw {
        path = List.copyOf(path);
    }
}
