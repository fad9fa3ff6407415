/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.simulator.cache.CacheQuery.Mark;
import io.github.camelclaude.simulator.cache.CacheQuery.Prefix;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptCacheTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long START = 1_700_000_000L * SECOND;
    private final PromptCache cache = new PromptCache();

    /** Blocks of 1,000 tokens each; the hash of a prefix is the names of its blocks. */
    private static CacheQuery prompt(String blocks, Mark... marks) {
        List<Prefix> prefixes = new ArrayList<>();
        for (int i = 1; i <= blocks.length(); i++) {
            prefixes.add(new Prefix(blocks.substring(0, i), i * 1_000L));
        }
        return new CacheQuery("scope", prefixes, List.of(marks), 1_024, blocks.length() * 1_000L);
    }

    private static Mark minutes(int position) {
        return new Mark(position, Ttl.FIVE_MINUTES);
    }

    private static Mark hour(int position) {
        return new Mark(position, Ttl.HOUR);
    }

    private CachePlan send(CacheQuery query, long at) {
        CachePlan plan = cache.plan(query, at);
        cache.begin(plan, at, at);
        return plan;
    }

    @Test
    void whatIsWrittenIsReadAndTheRestIsPlainInput() {
        CachePlan first = send(prompt("abcd", minutes(2)), START);
        assertThat(first.read()).isZero();
        assertThat(first.write5m()).isEqualTo(3_000);
        assertThat(first.uncached()).isEqualTo(1_000);
        CachePlan second = send(prompt("abcx", minutes(2)), START + SECOND);
        assertThat(second.read()).isEqualTo(3_000);
        assertThat(second.write5m()).isZero();
        assertThat(second.uncached()).isEqualTo(1_000);
    }

    @Test
    void nothingCanBeReadBeforeTheFirstAnswerHasBegun() {
        CachePlan first = cache.plan(prompt("abc", minutes(2)), START);
        assertThat(cache.plan(prompt("abc", minutes(2)), START).read()).isZero();
        cache.begin(first, START, START + 2 * SECOND);
        assertThat(cache.plan(prompt("abc", minutes(2)), START + 2 * SECOND).read())
                .isEqualTo(3_000);
    }

    @Test
    void fiveMinutesCountFromTheStartOfTheRequestAndAHitRenewsThem() {
        CachePlan first = cache.plan(prompt("abc", minutes(2)), START);
        cache.begin(first, START, START + 60 * SECOND);
        assertThat(cache.plan(prompt("abc", minutes(2)), START + 300 * SECOND - 1)
                        .read())
                .isEqualTo(3_000);
        assertThat(cache.plan(prompt("abc", minutes(2)), START + 300 * SECOND).read())
                .isZero();
        send(prompt("abc", minutes(2)), START + 299 * SECOND);
        assertThat(cache.plan(prompt("abc", minutes(2)), START + 598 * SECOND).read())
                .isEqualTo(3_000);
    }

    @Test
    void anHourLastsAnHour() {
        send(prompt("abc", hour(2)), START);
        assertThat(cache.plan(prompt("abc", hour(2)), START + 3_599 * SECOND).read())
                .isEqualTo(3_000);
        assertThat(cache.plan(prompt("abc", hour(2)), START + 3_600 * SECOND).read())
                .isZero();
    }

    @Test
    void lookingBackEndsAfterTwentyBlocksTheMarkIncluded() {
        String blocks = "abcdefghijklmnopqrstuvwxyz";
        send(prompt(blocks.substring(0, 3), minutes(2)), START);
        assertThat(cache.plan(prompt(blocks.substring(0, 22), minutes(21)), START)
                        .read())
                .isEqualTo(3_000);
        assertThat(cache.plan(prompt(blocks.substring(0, 23), minutes(22)), START)
                        .read())
                .isZero();
    }

    @Test
    void onlyMarkedPlacesAreWritten() {
        send(prompt("abcd", minutes(3)), START);
        assertThat(cache.plan(prompt("abcx", minutes(3)), START).read()).isZero();
        send(prompt("abcd", minutes(1), minutes(3)), START);
        assertThat(cache.plan(prompt("abcx", minutes(3)), START).read()).isEqualTo(2_000);
    }

    @Test
    void theSplitFollowsTheHitTheLastHourMarkAndTheLastMark() {
        send(prompt("ab", hour(1)), START);
        CachePlan plan = cache.plan(prompt("abcdefg", hour(1), hour(3), minutes(5)), START);
        assertThat(plan.read()).isEqualTo(2_000);
        assertThat(plan.write1h()).isEqualTo(2_000);
        assertThat(plan.write5m()).isEqualTo(2_000);
        assertThat(plan.uncached()).isEqualTo(1_000);
    }

    @Test
    void whatIsTooShortIsSilentlyNotCached() {
        CachePlan plan = send(prompt("abc", minutes(0)), START);
        assertThat(plan.write5m()).isZero();
        assertThat(plan.uncached()).isEqualTo(3_000);
        assertThat(cache.size(START)).isZero();
    }

    @Test
    void anotherScopeSharesNothing() {
        send(prompt("abc", minutes(2)), START);
        CacheQuery here = prompt("abc", minutes(2));
        CacheQuery elsewhere = new CacheQuery("other", here.prefixes(), here.marks(), 1_024, 3_000);
        assertThat(cache.plan(elsewhere, START).read()).isZero();
    }

    @Test
    void anHourThatHasPassedDoesNotLengthenALaterWriteOfFiveMinutes() {
        send(prompt("abc", hour(2)), START);
        assertThat(send(prompt("abc", minutes(2)), START + 7_200 * SECOND).write5m())
                .isEqualTo(3_000);
        assertThat(cache.plan(prompt("abc", minutes(2)), START + 7_501 * SECOND).read())
                .isZero();
    }

    @Test
    void aSlowAnswerDoesNotShortenWhatALaterRequestHasRefreshed() {
        CachePlan slow = cache.plan(prompt("abc", minutes(2)), START);
        send(prompt("abc", minutes(2)), START + 60 * SECOND);
        cache.begin(slow, START, START + 90 * SECOND);
        assertThat(cache.plan(prompt("abc", minutes(2)), START + 330 * SECOND).read())
                .isEqualTo(3_000);
    }
}
