/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

import io.github.camelclaude.rate.LimiterSettings.Mode;
import io.github.camelclaude.rate.Outcome.End;
import io.github.camelclaude.rate.Outcome.Granted;
import io.github.camelclaude.rate.Outcome.Reason;
import io.github.camelclaude.rate.Outcome.Refusal;
import io.github.camelclaude.rate.Outcome.Refused;
import io.github.camelclaude.rate.Outcome.Waiting;
import io.github.camelclaude.rate.Permit.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;

/**
 * A limiter whose state is in this process.
 *
 * <p>What is limited are the {@link Lane}s of {@link Group}s; a {@link Path} is the row of lanes that a call draws on, all at
 * once or not at all. What fits goes at once, what does not waits in the {@link WaitingRoom}. A granted attempt has a
 * {@link Holding}, which follows what becomes known of its cost; what the headers of its answer tell moves the lanes, and a
 * refusal by the service is drawn conclusions from ({@link Refusals}).
 *
 * <p>One lock guards everything, held for as long as a few dozen additions take; whoever has to be told something is told
 * after it has been let go.
 */
public final class LocalLimiter implements Limiter {

    private static final double SECOND = 1e9;

    /**
     * How often a thread steps aside for whoever has the lock before it sleeps for it: it is held for less than a microsecond, and
     * going to sleep and being woken takes dozens.
     */
    private static final int LOOKS = 100;

    private final ReentrantLock lock = new ReentrantLock();
    private final Timeline timeline;
    private final LimiterSettings settings;
    private final LimiterListener listener;
    private final Refusals refusals;
    private final WaitingRoom room;
    private final Paths paths;
    private List<Runnable> news = new ArrayList<>();
    private int permitsOut;
    private long numbers;
    private boolean closed;

    /**
     * @param groups   makes a group at its first use
     * @param listener hears what happens
     * @param random   for jitter; seeded in tests
     */
    public LocalLimiter(
            Timeline timeline,
            LimiterSettings settings,
            Groups groups,
            LimiterListener listener,
            RandomGenerator random) {
        this.timeline = timeline;
        this.settings = settings;
        this.paths = new Paths(settings, groups);
        this.listener = listener;
        this.refusals = new Refusals(random);
        this.room = new WaitingRoom(this, timeline, settings.maxQueueSize());
    }

    /** Runs with the lock held, then tells the news. */
    <T> T call(LongFunction<T> action) {
        long now = enter();
        try {
            return action.apply(now);
        } finally {
            leave();
        }
    }

    /** Takes the lock, and tells the time. What every attempt goes through does without an object for {@link #call}. */
    long enter() {
        takeLock();
        return timeline.now();
    }

    private void takeLock() {
        for (int looks = 0; looks < LOOKS; looks++) {
            if (lock.tryLock()) {
                return;
            }
            Thread.yield();
        }
        lock.lock();
    }

    /** Lets the lock go, then tells the news. */
    void leave() {
        // Others go on adding to an empty list as soon as the lock is free: only what is full is ours.
        if (news.isEmpty()) {
            lock.unlock();
            return;
        }
        List<Runnable> told = news;
        news = new ArrayList<>();
        lock.unlock();
        told.forEach(Runnable::run);
    }

    /** Runs a task as soon as the lock has been let go. */
    void tell(Runnable task) {
        news.add(task);
    }

    @Override
    public Outcome acquire(Demand demand) {
        long now = enter();
        try {
            return decide(demand, now);
        } finally {
            leave();
        }
    }

    private Outcome decide(Demand demand, long now) {
        Path path = paths.of(demand.path(), now);
        double[] amounts = path.ask(demand.cost(), now);
        Group root = path.root();
        boolean isFirst = !closed && demand.deadline() > now && root.queue.isEmpty() && !root.hold.blocks(now);
        if (isFirst && path.fitsEasily(now)) {
            LocalPermit permit = new LocalPermit(this, path, demand, amounts, 0, now);
            permit.takeEasily(now);
            return decided(demand, 0, null, granted(permit));
        }
        return decideClosely(demand, path, isFirst, now);
    }

    private Outcome decideClosely(Demand demand, Path path, boolean isFirst, long now) {
        double[] needs = path.needs(demand.cost());
        path.askOthers(needs, now);
        long at = path.readyAt(needs, now);
        if (settings.mode() == Mode.SHADOW) {
            long wouldWait = at == Lane.NEVER ? Long.MAX_VALUE : at - now;
            return decided(demand, wouldWait, path.binding(), grant(demand, path, needs, wouldWait, now));
        }
        if (at <= now && isFirst) {
            return decided(demand, 0, null, grant(demand, path, needs, 0, now));
        }
        return queued(demand, path, needs, at, now);
    }

    /** What does not pass at once waits, if it can. */
    private Outcome queued(Demand demand, Path path, double[] needs, long at, long now) {
        Lane binding = path.binding();
        long expected = expected(demand, path, at, now);
        Reason reason = reasonAgainst(demand, at, binding, expected, now);
        if (reason != null) {
            Refusal refusal = refusal(reason, path, binding, needs, expected, now);
            return decided(demand, 0, binding, new Refused(refusal));
        }
        Waiter waiter = new Waiter(this, demand, path, needs, now, numbers++);
        waiter.quoted(
                expected,
                binding == null ? null : binding.dimension(),
                path.root().queue.size());
        room.enter(waiter, now);
        End end = waiter.endIfAny();
        return end == null ? new Waiting(waiter) : end;
    }

    private static long expected(Demand demand, Path path, long at, long now) {
        if (at == Lane.NEVER) {
            return 0;
        }
        Group root = path.root();
        return Math.max(at, root.hold.opensAt(now)) - now + (long) (root.queue.secondsBefore(demand, path) * SECOND);
    }

    @Override
    public Quote quote(Demand demand) {
        return call(now -> {
            Path path = paths.of(demand.path(), now);
            long at = path.readyAt(path.needs(demand.cost()), now);
            long expected = expected(demand, path, at, now);
            return new Quote(Duration.ofNanos(expected), reasonAgainst(demand, at, path.binding(), expected, now));
        });
    }

    /** Why a demand can't even wait, or null if it can. */
    private Reason reasonAgainst(Demand demand, long at, Lane binding, long expected, long now) {
        if (closed) {
            return Reason.CLOSED;
        }
        if (at == Lane.NEVER) {
            return reasonOfNever(binding);
        }
        if (demand.deadline() != Demand.NO_DEADLINE && now + expected >= demand.deadline()) {
            return Reason.DEADLINE;
        }
        return room.isFull() && !demand.again() ? Reason.QUEUE_FULL : null;
    }

    private static Reason reasonOfNever(Lane binding) {
        return binding instanceof WindowLane ? Reason.SPEND : Reason.OVERSIZE;
    }

    static Refusal never(Path path, Lane binding, double[] needs, long now) {
        return refusal(reasonOfNever(binding), path, binding, needs, 0, now);
    }

    static Refusal refusal(Reason reason, Path path, Lane binding, double[] needs, long expected, long now) {
        Duration wait = Duration.ofNanos(Math.max(0, expected));
        if (binding == null) {
            return new Refusal(reason, path.root().name, null, 0, 0, wait);
        }
        double need = needs[List.of(path.lanes).indexOf(binding)];
        double allowed = binding.most(now);
        if (binding instanceof WindowLane window) {
            wait = need <= allowed ? Duration.ofNanos(window.windowEnds(now) - now) : wait;
            allowed = Math.max(0, window.left(now));
        }
        return new Refusal(
                reason,
                binding.group,
                binding.dimension(),
                (long) Math.ceil(need),
                (long) Math.floor(allowed + Lane.EPSILON),
                wait);
    }

    private End decided(Demand demand, long waited, Lane binding, End end) {
        if (listener != LimiterListener.NONE) {
            Dimension dimension = binding == null ? null : binding.dimension();
            tell(() -> listener.decided(demand, Duration.ofNanos(waited), dimension, end));
        }
        return end;
    }

    /** A wait has ended. */
    void waited(Waiter waiter, End end, long now) {
        tell(() -> listener.decided(waiter.demand, Duration.ofNanos(now - waiter.since), waiter.binding(), end));
        Consumer<End> heard = waiter.ended(end);
        if (heard != null) {
            tell(() -> heard.accept(end));
        }
    }

    Granted grant(Demand demand, Path path, double[] needs, long waited, long now) {
        double[] amounts = Holding.amounts(path.buckets.length);
        LocalPermit permit = new LocalPermit(this, path, demand, amounts, waited, now);
        permit.take(needs, now);
        return granted(permit);
    }

    private Granted granted(LocalPermit permit) {
        permitsOut++;
        permit.path.taken();
        permit.path.root().hold.left(permit);
        return new Granted(permit);
    }

    void permitEnded(LocalPermit permit, Path path, boolean answered, long now) {
        permitsOut--;
        path.ended();
        Group root = path.root();
        if (root.hold.isBack(permit, answered, now)) {
            callOutAll(root.name.backend(), now);
        }
    }

    private void callOutAll(String backend, long now) {
        for (Group group : paths.groups()) {
            if (group.name.backend().equals(backend)) {
                room.callOut(group, now);
            }
        }
    }

    @Override
    public void spent(List<GroupName> groups, long microUsd) {
        call(now -> {
            Path path = paths.of(groups, now);
            for (WindowLane window : path.windows) {
                if (window.dimension().equals(Dimension.SPEND)) {
                    window.settle(0, microUsd, now);
                }
            }
            warn(path, now);
            return null;
        });
    }

    @Override
    public void hold(String backend, long until) {
        call(now -> {
            paths.hold(backend).until(until);
            callOutAll(backend, now);
            return null;
        });
    }

    @Override
    public void resume(String backend) {
        call(now -> {
            paths.hold(backend).end(now);
            for (Group group : paths.groups()) {
                if (group.name.backend().equals(backend)) {
                    group.close(now, now);
                }
            }
            callOutAll(backend, now);
            return null;
        });
    }

    boolean cancel(Waiter waiter) {
        return call(now -> {
            if (waiter.line == null) {
                return false;
            }
            room.refuse(waiter, refusal(Reason.CANCELLED, waiter.path, null, waiter.needs, 0, now), now);
            room.callOut(waiter.path.root(), now);
            return true;
        });
    }

    /** Something has become known of an attempt, and headers may have come with it. */
    void heard(Holding holding, Report report, boolean begins, long now) {
        reconcile(holding, report, begins, now);
        if (holding.path.isLimitedOtherwise()) {
            warn(holding.path, now);
        }
        room.callOut(holding.path.root(), now);
    }

    private void warn(Path path, long now) {
        for (WindowLane window : path.windows) {
            if (window.warnsNow(now)) {
                double taken = window.taken();
                Limit limit = window.limit();
                tell(() -> listener.nearlySpent(window.group, limit, taken));
            }
        }
    }

    /** Moves levels and limits to what headers tell. */
    private void reconcile(Holding holding, Report report, boolean begins, long now) {
        if (report.isEmpty()) {
            return;
        }
        Sight sight = null;
        for (Report.Entry told : report.entries()) {
            Group group = holding.path.spokenOf(told);
            if (sight == null) {
                sight = group.sight(report, holding.sentAt(), now);
            }
            Limit[] changed = group.adopt(told, now);
            if (changed != null) {
                tell(() -> listener.limitChanged(group.name, changed[0], changed[1]));
            }
            group.observe(told, holding, begins, sight);
        }
    }

    /** The service has refused an attempt. */
    Verdict refused(Holding holding, Demand demand, Permit.Refused refused, long now) {
        reconcile(holding, refused.report(), false, now);
        Refusals.Conclusion conclusion = refusals.draw(holding, demand.again(), refused, now);
        Lane blamed = conclusion.blamed();
        if (conclusion.learned() && blamed instanceof BucketLane bucket) {
            double seconds = bucket.burst.seconds();
            tell(() -> listener.burstLearned(bucket.group, bucket.dimension(), seconds));
        }
        Verdict verdict = conclusion.verdict();
        if (!verdict.oversize()) {
            Dimension dimension = blamed == null ? refused.dimension() : blamed.dimension();
            GroupName root = holding.path.root().name;
            tell(() -> listener.refusedByService(root, dimension, refused.kind(), verdict.notBefore()));
        }
        room.callOut(holding.path.root(), now);
        return verdict;
    }

    @Override
    public void whenRoom(Runnable task) {
        call(now -> {
            if (closed) {
                tell(task);
            } else {
                room.whenRoom(task);
            }
            return null;
        });
    }

    @Override
    public Picture picture() {
        return call(now -> {
            List<Picture.GroupPicture> pictures = new ArrayList<>();
            paths.groups().forEach(group -> pictures.add(group.picture(now)));
            return new Picture(now, pictures, permitsOut, room.waiting());
        });
    }

    @Override
    public void reconfigure(GroupSetup setup) {
        call(now -> {
            if (paths.setUp(setup, now)) {
                paths.groups().forEach(group -> room.callOut(group, now));
            }
            return null;
        });
    }

    @Override
    public void close() {
        call(now -> {
            closed = true;
            room.close(List.copyOf(paths.groups()), now);
            return null;
        });
    }
}
