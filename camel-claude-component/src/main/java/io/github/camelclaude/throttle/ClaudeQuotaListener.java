/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.throttle;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Predicate;
import org.apache.camel.component.kafka.consumer.errorhandler.KafkaConsumerListener;
import org.apache.camel.component.kafka.consumer.support.ProcessingResult;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * Pauses Kafka consumers while a check says no, such as {@link ClaudeQuotaLeft}: the first argument of {@code pausable}, the
 * check is the second. It asks after each poll. Records that were polled already are worked on; a paused consumer goes on
 * polling without records, so it stays in its group, and goes on where it stopped.
 *
 * <p>Camel's own listener is for another case: it pauses when an exchange has failed, then reads the whole topic again, and
 * leaves out what is polled while the check says no.
 */
public final class ClaudeQuotaListener extends KafkaConsumerListener {

    /** One for each thread of the route, while it lives; what somebody else has paused stays paused. */
    private final Set<Consumer<?, ?>> paused =
            Collections.newSetFromMap(Collections.synchronizedMap(new WeakHashMap<>()));

    private volatile Predicate<?> check;

    @Override
    public void setResumableCheck(Predicate<?> resumableCheck) {
        check = resumableCheck;
    }

    /**
     * @param consumed Kafka's consumer, which has just polled, on its own thread
     * @return true: what it has polled is worked on
     */
    @Override
    public boolean afterConsume(Object consumed) {
        if (consumed instanceof Consumer<?, ?> consumer) {
            if (!check.test(null)) {
                paused.add(consumer);
                // Each time: partitions may have come since.
                consumer.pause(consumer.assignment());
            } else if (paused.remove(consumer)) {
                consumer.resume(consumer.paused());
            }
        }
        return true;
    }

    /** How an exchange ends is for the route to say. */
    @Override
    public boolean afterProcess(ProcessingResult result) {
        return true;
    }
}
