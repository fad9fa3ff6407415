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
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;

/**
 * A limiter whose state is in this process. One lock guards everything, held for as long as a few dozen additions take;
 * whoever has to be told something is told after it has been let go.
 *
 * <p>Nobody polls and nobody is woken for nothing: a queue sets one alarm, for the time when the next of it fits (or its
 * first deadline passes), and what happens in between (an answer, a refusal, another limit) is looked at when it happens.
 */
public final class LocalLimiter implements Limiter {

    private static final long JITTER = 250_000_000L;
    private static final long SECOND = 1_000_000_000L;

    private final ReentrantLock lock = new ReentrantLock();
    private final Timeline timeline;
    private final LimiterSettings settings;
    private final Groups makes;
    private final LimiterListener listener;
    private final RandomGenerator random;
    private final Map<GroupName, Group> groups = new HashMap<>();
    private final Map<List<GroupName>, Path> paths = new HashMap<>();
    private final Map<Group, Armed> alarms = new HashMap<>();
    private final Queue<Runnable> wantRoom = new ArrayDeque<>();
    private List<Runnable> news = new ArrayList<>();
    private int waiting;
    private int permitsOut;
    private long numbers;
    private boolean closed;

    private record Armed(long at, Timeline.Alarm alarm) {}

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
        this.makes = groups;
        this.listener = listener;
        this.random = random;
    }

    /** Runs with the lock held, then tells the news. */
    <T> T call(LongFunction<T> action) {
        List<Runnable> told;
        T result;
        lock.lock();
        try {
            result = action.apply(timeline.now());
        } finally {
            told = news;
            if (!told.isEmpty()) {
                news = new ArrayList<>();
            }
            lock.unlock();
        }
        for (Runnable each : told) {
            each.run();
        }
        return result;
    }

    @Override
    public Outcome acquire(Demand demand) {
        return call(now -> decide(demand, now));
    }

    private Outcome decide(Demand demand, long now) {
        Path path = path(demand.path(), now);
        double[] needs = path.needs(demand.cost());
        for (int i = 0; i < needs.length; i++) {
            path.lanes[i].ask(needs[i], now);
        }
        if (closed) {
            return decided(demand, 0, null, new Refused(refusal(Reason.CLOSED, path, null, needs, 0, now)));
        }
        long at = path.readyAt(needs, now);
        Lane binding = path.binding();
        if (settings.mode() == Mode.SHADOW) {
            return shadowed(demand, path, needs, at, binding, now);
        }
        if (at == Lane.NEVER) {
            return decided(demand, 0, binding, new Refused(never(path, binding, needs, now)));
        }
        if (demand.deadline() <= now) {
            return decided(
                    demand, 0, binding, new Refused(refusal(Reason.DEADLINE, path, binding, needs, at - now, now)));
        }
        if (at <= now && path.root().queue.isEmpty()) {
            return decided(demand, 0, null, new Granted(grant(demand, path, needs, 0, now)));
        }
        return queue(demand, path, needs, at, binding, now);
    }

    private Outcome queue(Demand demand, Path path, double[] needs, long at, Lane binding, long now) {
        FairQueue queue = path.root().queue;
        long expected = at - now + (long) (queue.secondsBefore(demand, path) * SECOND);
        if (demand.deadline() != Demand.NO_DEADLINE && expected > demand.deadline() - now) {
            return decided(
                    demand, 0, binding, new Refused(refusal(Reason.DEADLINE, path, binding, needs, expected, now)));
        }
        if (waiting >= settings.maxQueueSize() && !demand.again()) {
            return decided(
                    demand, 0, binding, new Refused(refusal(Reason.QUEUE_FULL, path, binding, needs, expected, now)));
        }
        Waiter waiter = new Waiter(this, demand, path, needs, now, numbers++);
        waiter.quoted(expected, binding == null ? null : binding.dimension(), queue.size());
        queue.add(waiter);
        backlog(waiter, 1);
        waiting++;
        dispatch(path.root(), now);
        End end = waiter.endIfAny();
        return end == null ? new Waiting(waiter) : end;
    }

    private Outcome shadowed(Demand demand, Path path, double[] needs, long at, Lane binding, long now) {
        long wouldWait = at == Lane.NEVER ? Long.MAX_VALUE : at - now;
        return decided(demand, wouldWait, binding, new Granted(grant(demand, path, needs, wouldWait, now)));
    }

    private Outcome decided(Demand demand, long waited, Lane binding, End end) {
        Dimension dimension = binding == null ? null : binding.dimension();
        if (listener != LimiterListener.NONE) {
            news.add(() -> listener.decided(demand, Duration.ofNanos(waited), dimension, end));
        }
        return end;
    }

    private LocalPermit grant(Demand demand, Path path, double[] needs, long waited, long now) {
        permitsOut++;
        return new LocalPermit(this, demand, path, needs, waited, now);
    }

    void permitEnded() {
        permitsOut--;
    }

    private static Refusal never(Path path, Lane binding, double[] needs, long now) {
        boolean isWindow = binding instanceof WindowLane;
        return refusal(isWindow ? Reason.SPEND : Reason.OVERSIZE, path, binding, needs, 0, now);
    }

    private static Refusal refusal(Reason reason, Path path, Lane binding, double[] needs, long expected, long now) {
        long asked = 0;
        long allowed = 0;
        for (int i = 0; i < needs.length; i++) {
            if (path.lanes[i] == binding) {
                asked = (long) Math.ceil(needs[i]);
                allowed = (long) Math.min(Long.MAX_VALUE, Math.floor(binding.most(now)));
            }
        }
        return new Refusal(
                reason,
                binding == null ? path.root().name : binding.group,
                binding == null ? null : binding.dimension(),
                asked,
                allowed,
                Duration.ofNanos(Math.max(0, expected)));
    }

    private Path path(List<GroupName> names, long now) {
        Path path = paths.get(names);
        if (path == null) {
            List<Group> row = new ArrayList<>();
            for (GroupName name : names) {
                Group group = groups.get(name);
                if (group == null) {
                    group = new Group(makes.apply(name), settings, now);
                    groups.put(name, group);
                }
                row.add(group);
            }
            path = new Path(row);
            paths.put(names, path);
        }
        return path;
    }

    private static void backlog(Waiter waiter, int sign) {
        for (int i = 0; i < waiter.needs.length; i++) {
            waiter.path.lanes[i].queue(sign * waiter.needs[i]);
        }
    }

    /** Serves a queue as far as it goes, then sets its alarm for when it goes on. */
    void dispatch(Group root, long now) {
        FairQueue queue = root.queue;
        refuseLate(queue, now);
        while (!queue.isEmpty()) {
            Waiter next = queue.next();
            long at = next.path.readyAt(next.needs, now);
            Lane binding = next.path.binding();
            if (at == Lane.NEVER) {
                end(queue, next, new Refused(never(next.path, binding, next.needs, now)), binding, now);
            } else if (at <= now) {
                serve(queue, next, now);
            } else {
                queue.claim(next, now);
                long passes = letPass(queue, next, now);
                if (passes == now) {
                    continue;
                }
                arm(root, earliest(at, passes, queue.firstDeadline()));
                return;
            }
        }
        disarm(root);
    }

    private void refuseLate(FairQueue queue, long now) {
        for (Waiter late = queue.firstDeadline();
                late != null && late.demand.deadline() <= now;
                late = queue.firstDeadline()) {
            long at = late.path.readyAt(late.needs, now);
            Lane binding = late.path.binding();
            long expected = at == Lane.NEVER ? 0 : at - now;
            end(
                    queue,
                    late,
                    new Refused(refusal(Reason.DEADLINE, late.path, binding, late.needs, expected, now)),
                    binding,
                    now);
        }
    }

    private void serve(FairQueue queue, Waiter waiter, long now) {
        queue.serve(waiter, now);
        LocalPermit permit = grant(waiter.demand, waiter.path, waiter.needs, now - waiter.since, now);
        ended(waiter, new Granted(permit), null, now);
    }

    private void end(FairQueue queue, Waiter waiter, End end, Lane binding, long now) {
        queue.remove(waiter);
        ended(waiter, end, binding, now);
    }

    private void ended(Waiter waiter, End end, Lane binding, long now) {
        backlog(waiter, -1);
        waiting--;
        Dimension dimension = binding == null ? waiter.binding() : binding.dimension();
        if (listener != LimiterListener.NONE) {
            news.add(() -> listener.decided(waiter.demand, Duration.ofNanos(now - waiter.since), dimension, end));
        }
        Consumer<End> heard = waiter.ended(end);
        if (heard != null) {
            news.add(() -> heard.accept(end));
        }
        offerRoom();
    }

    /**
     * Runs one task that wants room. Whoever it asks for may not need the room after all, so the next one is offered it when
     * this one has had its turn.
     */
    private void offerRoom() {
        Runnable task = wantRoom.poll();
        if (task != null) {
            news.add(() -> {
                task.run();
                call(now -> {
                    if (waiting < settings.maxQueueSize()) {
                        offerRoom();
                    }
                    return null;
                });
            });
        }
    }

    /** Serves somebody that may pass the claim; otherwise tells when somebody may. */
    private long letPass(FairQueue queue, Waiter claim, long now) {
        long earliest = Lane.NEVER;
        if (queue.size() == 1) {
            return earliest;
        }
        for (Waiter candidate : queue.passing()) {
            if (candidate == claim) {
                continue;
            }
            long at = Math.max(candidate.path.readyAt(candidate.needs, now), queue.passesAt(candidate, now));
            if (at <= now) {
                serve(queue, candidate, now);
                return now;
            }
            earliest = Math.min(earliest, at);
        }
        return earliest;
    }

    private static long earliest(long at, long passes, Waiter firstDeadline) {
        long deadline = firstDeadline == null ? Lane.NEVER : firstDeadline.demand.deadline();
        return Math.min(at, Math.min(passes, deadline));
    }

    private void arm(Group root, long at) {
        Armed armed = alarms.get(root);
        if (armed != null) {
            if (armed.at == at) {
                return;
            }
            armed.alarm.cancel();
        }
        alarms.put(root, new Armed(at, timeline.at(at, () -> wake(root, at))));
    }

    private void disarm(Group root) {
        Armed armed = alarms.remove(root);
        if (armed != null) {
            armed.alarm.cancel();
        }
    }

    private void wake(Group root, long at) {
        call(now -> {
            Armed armed = alarms.get(root);
            if (armed != null && armed.at == at) {
                alarms.remove(root);
                dispatch(root, now);
            }
            return null;
        });
    }

    boolean cancel(Waiter waiter) {
        return call(now -> {
            if (waiter.line == null) {
                return false;
            }
            Group root = waiter.path.root();
            end(
                    root.queue,
                    waiter,
                    new Refused(refusal(Reason.CANCELLED, waiter.path, null, waiter.needs, 0, now)),
                    null,
                    now);
            dispatch(root, now);
            return true;
        });
    }

    /** Moves levels and limits to what headers tell. */
    void reconcile(Path path, Report report, long sentAt, long now) {
        if (report.isEmpty()) {
            return;
        }
        Sight sight = null;
        for (Report.Entry told : report.entries()) {
            Group group = path.spokenOf(told);
            if (sight == null) {
                sight = group.sight(report, sentAt, now);
            }
            Limit[] changed = group.adopt(told, now);
            if (changed != null) {
                news.add(() -> listener.limitChanged(group.name, changed[0], changed[1]));
            }
            group.observe(told, sight);
        }
    }

    /** Draws the conclusions from a refusal by the service. */
    Permit.Verdict refused(LocalPermit.Attempt attempt, Permit.Refused refused, long now) {
        Path path = attempt.path();
        double waitSeconds = refused.retryAfter().orElse(SECOND) / 1e9;
        boolean isNews = false;
        for (Group group : path.groups) {
            isNews |= group.refused(attempt.sentAt(), now);
            if (refused.kind() == Permit.Kind.RAMP) {
                group.tooSteep(now);
            }
        }
        int blamed = refused.kind() == Permit.Kind.RAMP ? -1 : blamed(attempt, refused.dimension(), waitSeconds, now);
        boolean isNamed = refused.dimension() != null;
        if (blamed >= 0 && attempt.isHopeless(blamed, isNamed, waitSeconds)) {
            BucketLane lane = (BucketLane) path.lanes[blamed];
            lane.tooLarge(attempt.held()[blamed], now);
            return new Permit.Verdict(true, true, (long) lane.most(now), now);
        }
        if (blamed >= 0 && isNews) {
            learn((BucketLane) path.lanes[blamed], attempt.held()[blamed], waitSeconds, path, now);
        }
        long until = now + refused.retryAfter().orElse(SECOND) + random.nextLong(JITTER);
        path.root().close(until, now);
        Dimension dimension = blamed >= 0 ? path.lanes[blamed].dimension() : refused.dimension();
        news.add(() -> listener.refusedByService(path.root().name, dimension, refused.kind(), until));
        return new Permit.Verdict(true, false, 0, until);
    }

    private void learn(BucketLane lane, double need, double waitSeconds, Path path, long now) {
        boolean headersSeen = path.root().headersSeen();
        if (lane.refused(need, waitSeconds, headersSeen, now)) {
            double seconds = lane.burstSeconds();
            news.add(() -> listener.burstLearned(lane.group, lane.dimension(), seconds));
        }
    }

    /** The lane that was refused although nothing told it would be, or -1 if headers explain the refusal. */
    private static int blamed(LocalPermit.Attempt attempt, Dimension named, double waitSeconds, long now) {
        int blamed = -1;
        double most = 0;
        for (int i = 0; i < attempt.held().length; i++) {
            if (!(attempt.path().lanes[i] instanceof BucketLane lane) || !lane.isLimited() || attempt.held()[i] <= 0) {
                continue;
            }
            if (named != null && !lane.dimension().equals(named)) {
                continue;
            }
            if (lane.explains(attempt.held()[i], now)) {
                lane.wasShort(attempt.held()[i], waitSeconds);
                return -1;
            }
            if (blamed < 0 || lane.suspicion() > most) {
                blamed = i;
                most = lane.suspicion();
            }
        }
        return blamed;
    }

    void warnOfSpend(Path path, long now) {
        for (Lane lane : path.lanes) {
            if (lane instanceof WindowLane window && window.warnsNow(now)) {
                double taken = window.taken();
                news.add(() -> listener.nearlySpent(window.group, window.limit(), taken));
            }
        }
    }

    @Override
    public void whenRoom(Runnable task) {
        call(now -> {
            if (waiting < settings.maxQueueSize() || closed) {
                news.add(task);
            } else {
                wantRoom.add(task);
            }
            return null;
        });
    }

    @Override
    public Picture picture() {
        return call(now -> {
            List<Picture.GroupPicture> pictures = new ArrayList<>();
            groups.values().forEach(group -> pictures.add(group.picture(now)));
            return new Picture(now, pictures, permitsOut, waiting);
        });
    }

    @Override
    public void reconfigure(GroupSetup setup) {
        call(now -> {
            Group group = groups.get(setup.name());
            if (group == null) {
                groups.put(setup.name(), new Group(setup, settings, now));
            } else {
                group.setUp(setup, now);
                groups.values().forEach(each -> dispatch(each, now));
            }
            return null;
        });
    }

    @Override
    public void close() {
        call(now -> {
            closed = true;
            for (Group root : groups.values()) {
                for (Waiter waiter : root.queue.all()) {
                    Refusal refusal = refusal(Reason.CLOSED, waiter.path, null, waiter.needs, 0, now);
                    end(root.queue, waiter, new Refused(refusal), null, now);
                }
                disarm(root);
            }
            news.addAll(wantRoom);
            wantRoom.clear();
            return null;
        });
    }
}
