/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import io.github.camelclaude.backend.Backend;
import io.github.camelclaude.backend.BackendAnswer;
import io.github.camelclaude.backend.StreamEvent;
import io.github.camelclaude.catalog.TokenUsage;
import io.github.camelclaude.prefix.Belief;
import io.github.camelclaude.prefix.CachePlan;
import io.github.camelclaude.prefix.Evidence;
import io.github.camelclaude.prefix.PrefixEntry;
import io.github.camelclaude.prefix.Scope;
import io.github.camelclaude.prefix.WarmGate.Turn;
import io.github.camelclaude.rate.Timeline;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The part that the prompt cache has in one call: look up what is known of its prompt at each place, wait at the gate of the
 * chosen one if nobody has written the prefix there, and tell what the answer shows.
 *
 * <p>Where the registry fails nothing is known: the call counts on no entry and waits for nobody.
 */
final class CacheCourse {

    /** An entry that lives so little longer is not told again: hundreds of readers see the same. */
    private static final long NEWS_MILLIS = 10_000;

    private final PromptCaching caching;
    private final Call call;
    private final CachePlan plan;
    private final Set<String> reachable;
    private final AtomicBoolean inside = new AtomicBoolean();
    private final AtomicBoolean told = new AtomicBoolean();
    private final Map<String, PrefixEntry> known = new HashMap<>();
    private boolean blind;
    private Place at;
    private long sentAt;
    private Turn turn;
    private Claim claim;
    private CompletableFuture<?> kept = CompletableFuture.completedFuture(null);

    CacheCourse(PromptCaching caching, Call call) {
        this.caching = caching;
        this.call = call;
        this.plan = call.plan();
        this.reachable = Belief.reachable(plan);
    }

    /** Begins: what follows is bounded in number. */
    void enter(Admission.Bound bound, Runnable in, Consumer<Throwable> refuse) {
        caching.anteroom()
                .enter(
                        call,
                        caching.admission(),
                        bound,
                        () -> {
                            inside.set(true);
                            in.run();
                        },
                        refuse);
    }

    /** It has its permit, or will never have one. */
    void leave() {
        if (inside.compareAndSet(true, false)) {
            caching.anteroom().leave();
        }
    }

    private Scope scope(Place place) {
        Map<String, Object> body = call.request().body();
        String speed = body.get("speed") instanceof String told ? told : "";
        String geo = body.get("inference_geo") instanceof String told ? "@" + told : "";
        return new Scope(place.account().get(), call.request().model(), speed + geo);
    }

    /** Learns what is known of the prompt at these places; never fails. */
    CompletableFuture<Void> lookUp(Collection<Place> places) {
        Set<String> keys = new LinkedHashSet<>();
        for (Place place : places) {
            Scope scope = scope(place);
            reachable.forEach(hash -> keys.add(scope.key(hash)));
        }
        CompletableFuture<Void> result = new CompletableFuture<>();
        caching.registry().find(keys).whenComplete((found, failure) -> {
            if (failure == null) {
                learn(keys, found);
            } else {
                blind();
            }
            result.complete(null);
        });
        return result;
    }

    private synchronized void learn(Set<String> keys, Map<String, PrefixEntry> found) {
        blind = false;
        known.keySet().removeAll(keys);
        known.putAll(found);
    }

    private synchronized void blind() {
        blind = true;
    }

    private synchronized Map<String, PrefixEntry> known(Place place) {
        Scope scope = scope(place);
        Map<String, PrefixEntry> byHash = new HashMap<>();
        for (String hash : reachable) {
            PrefixEntry entry = known.get(scope.key(hash));
            if (entry != null) {
                byHash.put(hash, entry);
            }
        }
        return byHash;
    }

    /** What it would read and write at a place. */
    Belief belief(Place place) {
        return Belief.of(plan, known(place), caching.millis());
    }

    private synchronized boolean isWanted() {
        return caching.isGated() && !blind;
    }

    /**
     * Passes the gate of a place.
     *
     * @param until  when it does not wait any longer and goes on alone, in nanoseconds as the timeline tells them
     * @param waits  runs if it has to wait for another call
     * @return completes when it may go on; cancelling it gives up
     */
    CompletableFuture<Void> pass(Place place, long until, Runnable waits) {
        Belief belief = belief(place);
        if (!isWanted() || !belief.isCold()) {
            return CompletableFuture.completedFuture(null);
        }
        Passage passage = new Passage(place, belief.gate(), until, waits);
        passage.begin();
        return passage.result;
    }

    /** The way through the gate: wait for the turn, and if it is to warm, for the other nodes. */
    private final class Passage {

        private static final long POLL_MILLIS = 100;

        private final CompletableFuture<Void> result = new CompletableFuture<>();
        private final Place place;
        private final String key;
        private final long until;
        private final Runnable waits;
        private final Timeline timeline = caching.admission().timeline();
        private CompletableFuture<Turn> waiting;
        private Timeline.Alarm alarm = () -> {};

        private Passage(Place place, int gate, long until, Runnable waits) {
            this.place = place;
            this.key = scope(place).key(plan.points().get(gate).hash());
            this.until = until;
            this.waits = waits;
        }

        private void begin() {
            waiting = caching.gate().enter(key);
            if (waiting.isDone()) {
                has(waiting.join());
                return;
            }
            waits.run();
            alarm = timeline.at(until, () -> result.complete(null));
            result.whenComplete((nothing, failure) -> {
                alarm.cancel();
                waiting.cancel(false);
            });
            waiting.whenComplete((its, failure) -> {
                if (its != null) {
                    caching.admission().starting().execute(() -> has(its));
                }
            });
        }

        private void has(Turn its) {
            if (its.warms()) {
                claim(its);
            } else {
                lookUp(List.of(place)).whenComplete((nothing, failure) -> result.complete(null));
            }
        }

        /** Other nodes have no part in the turn: the role is claimed among them. */
        private void claim(Turn its) {
            if (isGivenUp(its)) {
                return;
            }
            long now = caching.millis();
            caching.registry().claim(key, now, now + caching.leaseMillis()).whenComplete((ours, failure) -> {
                if (failure != null) {
                    goAsWarmer(its, null);
                } else if (ours) {
                    seeAgain(its);
                } else {
                    look(its);
                }
            });
        }

        /** Somebody may have written it between the first look and the claim. */
        private void seeAgain(Turn its) {
            Claim held = new Claim(key);
            lookUp(List.of(place)).whenComplete((nothing, failure) -> {
                if (belief(place).isCold()) {
                    goAsWarmer(its, held);
                } else {
                    held.release();
                    its.opened();
                    result.complete(null);
                }
            });
        }

        /** Another node warms: has it? If not, will it? */
        private void look(Turn its) {
            waits.run();
            lookUp(List.of(place)).whenComplete((nothing, failure) -> {
                if (!belief(place).isCold()) {
                    its.opened();
                    result.complete(null);
                } else {
                    long at = timeline.now() + caching.jittered(POLL_MILLIS) * 1_000_000;
                    caching.admission().later(Math.min(at, until), () -> again(its), () -> result.complete(null));
                }
            });
        }

        private void again(Turn its) {
            if (timeline.now() >= until) {
                its.failed();
                result.complete(null);
            } else {
                claim(its);
            }
        }

        private boolean isGivenUp(Turn its) {
            if (result.isDone()) {
                its.failed();
            }
            return result.isDone();
        }

        private void goAsWarmer(Turn its, Claim held) {
            warms(its, held);
            if (!result.complete(null)) {
                failed();
            }
        }
    }

    /** The role among nodes, kept until it is given back. */
    private final class Claim {

        private final String key;
        private boolean over;
        private Timeline.Alarm alarm;

        private Claim(String key) {
            this.key = key;
            next();
        }

        private synchronized void next() {
            if (!over) {
                Timeline timeline = caching.admission().timeline();
                alarm = timeline.at(timeline.now() + caching.leaseMillis() * 1_000_000 / 3, this::renew);
            }
        }

        private void renew() {
            long now = caching.millis();
            caching.registry().claim(key, now, now + caching.leaseMillis());
            next();
        }

        private void release() {
            synchronized (this) {
                over = true;
                alarm.cancel();
            }
            caching.registry().release(key);
        }
    }

    /** An attempt leaves. */
    synchronized void leaves(Place place, long now) {
        at = place;
        sentAt = now;
    }

    /** Makes the attempt of a call that is wanted in one piece; where others wait for it, so that they know when it begins. */
    CompletionStage<BackendAnswer> send(Backend backend, Duration left) {
        return isWarmer() && caching.early() != null
                ? caching.early().send(backend, call.request(), left, this::seen)
                : backend.send(call.request(), left);
    }

    private void seen(StreamEvent event) {
        if (event.type().equals("message_start")) {
            told(StreamUsage.after(TokenUsage.of(0, 0), event));
            began();
        }
    }

    /** Whether others wait for it. */
    synchronized boolean isWarmer() {
        return turn != null;
    }

    private synchronized void warms(Turn its, Claim held) {
        turn = its;
        claim = held;
    }

    /** The answer has begun: what it writes can be read from now on. */
    void began() {
        Turn its;
        Claim held;
        Place place;
        long sent;
        synchronized (this) {
            place = at;
            sent = sentAt / 1_000_000;
            its = turn;
            held = claim;
            turn = null;
            claim = null;
        }
        if (its == null) {
            return;
        }
        if (!told.get()) {
            keep(place, Evidence.assumed(plan, known(place), sent, caching.millis()));
        }
        lastKept().whenComplete((nothing, failure) -> {
            if (held != null) {
                held.release();
            }
            its.opened();
        });
    }

    private synchronized CompletableFuture<?> lastKept() {
        return kept;
    }

    /** The answer has told what it read and wrote. */
    void told(TokenUsage usage) {
        if (!told.compareAndSet(false, true)) {
            return;
        }
        Place place;
        long sent;
        synchronized (this) {
            place = at;
            sent = sentAt / 1_000_000;
        }
        Evidence evidence = Evidence.of(plan, known(place), belief(place), usage, sent, caching.millis());
        caching.count(call, usage, evidence.missed(), sent);
        keep(place, evidence.learned());
        if (!evidence.forgotten().isEmpty()) {
            Scope scope = scope(place);
            caching.registry()
                    .forget(evidence.forgotten().stream().map(scope::key).toList());
        }
    }

    private void keep(Place place, Map<String, PrefixEntry> learned) {
        Scope scope = scope(place);
        Map<String, PrefixEntry> news = new HashMap<>();
        synchronized (this) {
            learned.forEach((hash, entry) -> {
                String key = scope.key(hash);
                if (isNews(known.get(key), entry)) {
                    news.put(key, entry);
                }
            });
        }
        CompletionStage<Void> telling = news.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : caching.registry().keep(news);
        synchronized (this) {
            kept = telling.toCompletableFuture();
        }
    }

    private static boolean isNews(PrefixEntry before, PrefixEntry now) {
        return before == null
                || before.life() != now.life()
                || before.proven() != now.proven()
                || before.tokens() != now.tokens()
                || Math.abs(now.expiresAt() - before.expiresAt()) > NEWS_MILLIS;
    }

    /** The attempt has failed, or will not be made: whoever waits for it has to know. */
    void failed() {
        Turn its;
        Claim held;
        synchronized (this) {
            its = turn;
            held = claim;
            turn = null;
            claim = null;
        }
        if (held != null) {
            held.release();
        }
        if (its != null) {
            its.failed();
        }
    }
}
