/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import io.github.camelclaude.backend.Backend;
import io.github.camelclaude.backend.ClaudeRequest;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A backend as calls see it.
 *
 * @param name     what it is called
 * @param regions  where data is processed there, by all names that this has
 * @param backend  how it is reached
 * @param draws    what calls take from its limits
 * @param standing how it does; shared by all who call it
 * @param cannot   what is asked for and it can't do
 * @param account  what it keeps entries of the prompt cache apart by; no secret
 */
public record Place(
        String name,
        Set<String> regions,
        Backend backend,
        Draws draws,
        Standing standing,
        Inability cannot,
        Supplier<String> account) {

    /** A place whose name stands for its account. */
    public Place(String name, Set<String> regions, Backend backend, Draws draws, Standing standing, Inability cannot) {
        this(name, regions, backend, draws, standing, cannot, () -> name);
    }

    /** What a backend can't do. */
    public interface Inability {

        /**
         * @param operation what is to be done, as in the backends' data: {@code messages}, {@code count-tokens}, ...
         * @return what of it it can't, in words; nothing if it can
         */
        List<String> of(String operation, ClaudeRequest request);
    }

    @Override
    public String toString() {
        return name;
    }
}
