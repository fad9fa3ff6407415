/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import io.github.camelclaude.limits.RateLimitHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The workspace that the key of a component belongs to, as responses tell it. If they tell of several, because endpoints
 * have keys of their own, none is known: then only the limits of the organization hold.
 */
final class Workspace {

    private final Consumer<String> discovered;
    private String told;
    private boolean several;

    /** @param discovered is told the first that is heard of, once */
    Workspace(Consumer<String> discovered) {
        this.discovered = discovered;
    }

    synchronized Optional<String> known() {
        return several ? Optional.empty() : Optional.ofNullable(told);
    }

    /** @param headers what a response tells, by names in lower case */
    void hear(Map<String, String> headers) {
        Optional<String> here =
                RateLimitHeaders.workspace(name -> headers.containsKey(name) ? List.of(headers.get(name)) : List.of());
        if (here.isPresent() && isFirst(here.get())) {
            discovered.accept(here.get());
        }
    }

    private synchronized boolean isFirst(String here) {
        if (told == null) {
            told = here;
            return true;
        }
        several |= !told.equals(here);
        return false;
    }
}
