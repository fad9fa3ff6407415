/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.account;

import io.github.camelclaude.simulator.time.SimulatorClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keeps count of what arrived and how it ended: in total, by minute, and by content. Safe for many threads. The content
 * itself is not kept, only its hash. Of at most {@link #MOST_CONTENTS} contents the attempts are kept one by one; later
 * ones only add to the sums.
 */
public final class Accounting {

    public static final int MOST_CONTENTS = 200_000;
    /** Attempts that are kept of one content; further ones are in the sums only. */
    public static final int MOST_ATTEMPTS = 1_000;

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final Totals totals = new Totals();
    private final TreeMap<Long, Totals> minutes = new TreeMap<>();
    private final Map<String, List<Attempt>> contents = new LinkedHashMap<>();
    private final Map<String, Long> notBefore = new LinkedHashMap<>();
    private long running;
    private long peak;
    private long untracked;

    /** A request arrived; every attempt is ended once. */
    public synchronized Attempt arrive(String contentKey, String model, long now) {
        Long earliest = notBefore.remove(contentKey);
        boolean early = earliest != null && now < earliest;
        List<Attempt> sameContent = contents.get(contentKey);
        if (sameContent == null && contents.size() < MOST_CONTENTS) {
            sameContent = new ArrayList<>(1);
            contents.put(contentKey, sameContent);
        }
        boolean isKept = sameContent != null && sameContent.size() < MOST_ATTEMPTS;
        int number = isKept ? sameContent.size() + 1 : (int) Math.min(Integer.MAX_VALUE, MOST_ATTEMPTS + untracked + 1);
        Attempt attempt = new Attempt(contentKey, number, model, SimulatorClock.toInstant(now), early);
        if (!isKept) {
            untracked++;
        } else {
            sameContent.add(attempt);
        }
        totals.arrive(early);
        minute(now).arrive(early);
        running++;
        peak = Math.max(peak, running);
        return attempt;
    }

    public synchronized void end(Attempt attempt, Ending ending, long now) {
        if (attempt.ending().isPresent()) {
            return;
        }
        attempt.end(ending);
        running--;
        totals.end(ending);
        minute(now).end(ending);
    }

    /** The caller has been told to come back with this content after so many seconds; 0 for not told. */
    public synchronized void toldToWait(Attempt attempt, long seconds, long now) {
        if (seconds > 0 && contents.containsKey(attempt.contentKey())) {
            notBefore.put(
                    attempt.contentKey(), now + Duration.ofSeconds(seconds).toNanos());
        }
    }

    /** A request was refused before its content was known, for instance because it is not valid. */
    public synchronized void reject(int status, String type, long now) {
        Ending ending = new Ending.Rejected(status, type);
        for (Totals sums : new Totals[] {totals, minute(now)}) {
            sums.arrive(false);
            sums.end(ending);
        }
    }

    /** Everything so far. */
    public synchronized Totals totals() {
        return totals.copy();
    }

    /** Sums by minute of the simulated time, keyed by minutes since the epoch. */
    public synchronized Map<Long, Totals> byMinute() {
        Map<Long, Totals> copy = new TreeMap<>();
        minutes.forEach((minute, sums) -> copy.put(minute, sums.copy()));
        return copy;
    }

    /** Attempts by {@link ContentKey}, in the order in which the contents first arrived. */
    public synchronized Map<String, ContentAttempts> attemptsByContent() {
        Map<String, ContentAttempts> copy = new LinkedHashMap<>();
        contents.forEach((key, attempts) -> copy.put(key, new ContentAttempts(key, attempts)));
        return copy;
    }

    /** The attempts that brought exactly this text as the last user turn. */
    public synchronized Optional<ContentAttempts> attemptsOf(String userContent) {
        String key = ContentKey.of(userContent);
        return Optional.ofNullable(contents.get(key)).map(attempts -> new ContentAttempts(key, attempts));
    }

    /** Contents that arrived more than once. */
    public synchronized List<ContentAttempts> seenTwice() {
        List<ContentAttempts> twice = new ArrayList<>();
        contents.forEach((key, attempts) -> {
            if (attempts.size() > 1) {
                twice.add(new ContentAttempts(key, attempts));
            }
        });
        return twice;
    }

    /** How many different contents have arrived, of those that are kept one by one. */
    public synchronized int contents() {
        return contents.size();
    }

    /** Requests being answered now. */
    public synchronized long running() {
        return running;
    }

    /** Most requests at the same time. */
    public synchronized long peak() {
        return peak;
    }

    /** Attempts that are in the sums only, because too many contents, or too many with the same one, came before. */
    public synchronized long untracked() {
        return untracked;
    }

    public synchronized void reset() {
        contents.clear();
        notBefore.clear();
        minutes.clear();
        totals.reset();
        peak = running;
        untracked = 0;
    }

    /** The picture to print. */
    public String picture() {
        return Picture.of(this);
    }

    private Totals minute(long now) {
        return minutes.computeIfAbsent(Math.floorDiv(now, MINUTE), minute -> new Totals());
    }
}
