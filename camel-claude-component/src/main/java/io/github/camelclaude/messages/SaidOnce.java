/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warnings that are given once: what holds for each call of a route would fill the log. Bounded. */
final class SaidOnce {

    private static final Logger LOG = LoggerFactory.getLogger(SaidOnce.class);
    private static final int MOST = 1_000;

    private final Set<String> said = ConcurrentHashMap.newKeySet();

    /** @param key what makes it the same */
    void warn(String key, String words) {
        if (said.size() < MOST && said.add(key)) {
            LOG.warn(words);
        }
    }
}
