/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.prefix;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Remembers which beginnings of prompts are cached, for all who share it: one process, or many nodes. Keys are those of {@link
 * Scope#key}. It may be slow and it may fail: a result that fails says that nothing is known, and its caller goes on without.
 */
public interface PrefixRegistry extends AutoCloseable {

    /** What is known of these; those of which nothing is known are left out. Entries may have expired. */
    CompletionStage<Map<String, PrefixEntry>> find(Collection<String> keys);

    /** What has been learned; completes when others can find it. */
    CompletionStage<Void> keep(Map<String, PrefixEntry> entries);

    /** These have turned out to be gone. */
    CompletionStage<Void> forget(Collection<String> keys);

    /**
     * Takes the role of who warms a prefix, for a while; whoever has it takes it again to keep it. A role whose time is over is
     * anybody's.
     *
     * @param until when it is over, in milliseconds since 1970
     * @return whether it is ours; false if another node has it
     */
    CompletionStage<Boolean> claim(String key, long now, long until);

    /** Gives the role back. */
    CompletionStage<Void> release(String key);

    @Override
    void close();
}
