/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import io.github.camelclaude.backend.Backend;
import io.github.camelclaude.backend.ClaudeRequest;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A backend as calls see it.
 *
 * @param name     what it is called
 * @param regions  where data is processed there, by all names that this has
 * @param backend  how it is reached
 * @param draws    what calls take from its limits
 * @param standing how it does; shared by all who call it
 * @param cannot   what a request wants that it can't do, in sentences
 */
public record Place(
        String name,
        Set<String> regions,
        Backend backend,
        Draws draws,
        Standing standing,
        Function<ClaudeRequest, List<String>> cannot) {

    @Override
    public String toString() {
        return name;
    }
}
