/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.offload;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.camel.Message;

/** The InOut exchanges of a component that wait for their answer from a batch, by what their items are known by. */
public final class WaitingExchanges {

    private final Map<String, Waiter> waiters = new ConcurrentHashMap<>();

    /** How many there are. */
    public int size() {
        return waiters.size();
    }

    /** One that waits. */
    final class Waiter {

        private final Object owner;
        private final CompletableFuture<Message> answered = new CompletableFuture<>();
        private volatile String key;
        private volatile boolean accepted;

        private Waiter(Object owner) {
            this.owner = owner;
        }

        /** Ends with the message that came from the batch. */
        CompletableFuture<Message> answered() {
            return answered;
        }

        /** From now on it waits for this item. */
        void named(String itemKey) {
            leave();
            key = itemKey;
            waiters.put(itemKey, this);
        }

        /** The ledger has its call: from now on its answer will come. */
        void accepted() {
            accepted = true;
        }

        /** It waits no more. */
        void leave() {
            if (key != null) {
                waiters.remove(key, this);
            }
        }

        void giveUp(Throwable why) {
            leave();
            answered.completeExceptionally(why);
        }
    }

    /** @param owner who may give it up */
    Waiter begin(Object owner) {
        return new Waiter(owner);
    }

    /**
     * Ends the waits of an owner for what the ledger has.
     *
     * @param why what each is told, by what its item is known by
     */
    void giveUp(Object owner, Function<String, Throwable> why) {
        waiters.forEach((key, waiter) -> {
            if (waiter.owner == owner && waiter.accepted) {
                waiter.giveUp(why.apply(key));
            }
        });
    }

    /** @return false if nobody waits for it, or not any more */
    boolean answer(String itemKey, Message message) {
        Waiter waiter = waiters.remove(itemKey);
        return waiter != null && waiter.answered.complete(message);
    }
}
