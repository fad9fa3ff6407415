/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.priorities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelclaude.ClaudeComponent;
import io.github.camelclaude.examples.run.RunningCamel;
import io.github.camelclaude.examples.run.WhoAnswers;
import io.github.camelclaude.rate.Dimension;
import io.github.camelclaude.rate.GroupName;
import io.github.camelclaude.rate.GroupSetup;
import io.github.camelclaude.rate.Limit;
import io.github.camelclaude.rate.Limiter;
import io.github.camelclaude.rate.Priority;
import io.github.camelclaude.rate.Reservation;
import io.github.camelclaude.simulator.ClaudeSimulator;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The example with a real broker: what comes out, in which order, and what waits where. */
@Timeout(180)
class PrioritiesTest {

    private static final Duration LONGEST = Duration.ofSeconds(90);
    private static final String BACKEND = "anthropic";
    /** Of each priority, and as many partitions. */
    private static final int CONSUMERS = 4;

    @TempDir
    private Path temp;

    @Test
    void the_urgent_come_first_nothing_is_lost_or_done_twice_and_poison_is_put_aside() throws Exception {
        try (KafkaInProcess kafka = new KafkaInProcess(temp);
                ClaudeSimulator claude = ClaudeSimulator.builder()
                        .latency(Duration.ofMillis(20))
                        .rpm(600)
                        .start()) {
            Letters letters = new Letters(kafka.bootstrapServers());
            letters.createTopics();
            try (RunningCamel camel = Priorities.start(WhoAnswers.simulator(claude), kafka.bootstrapServers())) {
                awaitAllConsumers(kafka.bootstrapServers());
                Limiter limiter = limiter(camel);
                camel.context().createProducerTemplate().requestBody("claude:messages", "what are the limits?");
                // Each consumer has a letter in its hands before the first of them goes.
                limiter.hold(BACKEND, Long.MAX_VALUE);
                int waiting = 0;
                for (Priority priority : List.of(Priority.LOW, Priority.NORMAL, Priority.HIGH, Priority.CRITICAL)) {
                    send(letters, priority);
                    waiting += CONSUMERS;
                    int all = waiting;
                    await().atMost(LONGEST).until(() -> limiter.picture().waiting() == all);
                }
                await().atMost(LONGEST).until(() -> consumer(camel, "low").isSuspended());
                limiter.resume(BACKEND);

                List<ConsumerRecord<String, String>> ended =
                        letters.read(List.of(Letters.ANSWERS, Letters.DEAD_LETTER), 60, LONGEST);
                await().atMost(LONGEST).until(() -> !consumer(camel, "low").isSuspended());
                await().untilAsserted(
                                () -> assertThat(limiter.picture().permitsOut()).isZero());

                assertEachOnce(ended, claude);
                assertUrgentFirst(ended);
                claude.assertNoRefusals();
            }
        }
    }

    @Test
    void what_is_no_fault_of_a_record_is_kept_until_somebody_has_mended_it() throws Exception {
        try (KafkaInProcess kafka = new KafkaInProcess(temp);
                ClaudeSimulator claude = ClaudeSimulator.builder()
                        .latency(Duration.ofMillis(20))
                        .itpm(5_000)
                        .start()) {
            Letters letters = new Letters(kafka.bootstrapServers());
            letters.createTopics();
            try (RunningCamel camel = Priorities.start(WhoAnswers.simulator(claude), kafka.bootstrapServers())) {
                Limiter limiter = limiter(camel);
                letters.send(Priority.HIGH, List.of("the first letter"));
                letters.read(List.of(Letters.ANSWERS), 1, LONGEST);

                camel.context().getInflightRepository().setInflightBrowseEnabled(true);
                capMoney(limiter, 1);
                send(letters, Priority.CRITICAL);
                await().atMost(LONGEST).until(() -> hasTriedAgain(camel, 3));
                capMoney(limiter, 1_000_000_000);
                letters.send(Priority.NORMAL, List.of("more than a minute has ".repeat(2_000)));

                List<ConsumerRecord<String, String>> ended =
                        letters.read(List.of(Letters.ANSWERS, Letters.DEAD_LETTER), 17, LONGEST);
                assertThat(ended).hasSize(17);
                assertThat(ended)
                        .filteredOn(record -> record.topic().equals(Letters.DEAD_LETTER))
                        .singleElement()
                        .satisfies(poison ->
                                assertThat(header(poison, "x-error-class")).isEqualTo("oversize"));
                claude.assertEachContentAnsweredOnce();
            }
        }
    }

    private static Limiter limiter(RunningCamel camel) {
        return camel.context().getComponent("claude", ClaudeComponent.class).limiter();
    }

    private static void capMoney(Limiter limiter, long microUsd) {
        GroupName group = limiter.picture().groups().get(0).name();
        Limit cap = new Limit(Dimension.SPEND, microUsd, Limit.DAY, Limit.Source.CONFIGURED);
        limiter.reconfigure(new GroupSetup(group, Reservation.FIRST_PARTY, List.of(cap)));
    }

    private static boolean hasTriedAgain(RunningCamel camel, int times) {
        return camel.context().getInflightRepository().browse().stream()
                .anyMatch(inflight ->
                        inflight.getExchange().getMessage().getHeader(Exchange.REDELIVERY_COUNTER, 0, Integer.class)
                                >= times);
    }

    @Test
    void brokers_that_are_none_are_named_with_what_they_must_be() {
        StringWriter err = new StringWriter();

        int exit = new CommandLine(new Priorities(Map.of()))
                .setErr(new PrintWriter(err, true))
                .setOut(new PrintWriter(new StringWriter()))
                .execute("--brokers", "nowhere");

        assertThat(exit).isEqualTo(2);
        assertThat(err.toString())
                .contains("--brokers=nowhere can't be used; it must be HOST:PORT of a Kafka broker that runs: ");
    }

    /** Until each route has its share of its topic: whoever joins late finds the others served, however urgent. */
    private static void awaitAllConsumers(String brokers) {
        List<String> groups =
                Arrays.stream(Priority.values()).map(Letters::topic).toList();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            await().atMost(LONGEST)
                    .until(() -> admin.describeConsumerGroups(groups).all().get().values().stream()
                            .allMatch(PrioritiesTest::isComplete));
        }
    }

    private static boolean isComplete(ConsumerGroupDescription group) {
        return group.members().stream()
                        .filter(member -> !member.assignment().topicPartitions().isEmpty())
                        .count()
                == CONSUMERS;
    }

    /** As many of each priority; the last one of the normal ones is no letter. */
    private static void send(Letters letters, Priority priority) throws Exception {
        List<String> texts = new ArrayList<>(IntStream.range(0, 15)
                .mapToObj(i -> "a letter that is " + priority.label() + ", number " + i)
                .toList());
        if (priority == Priority.NORMAL) {
            texts.set(14, " ");
        }
        letters.send(priority, texts);
    }

    private static KafkaConsumer consumer(RunningCamel camel, String route) {
        return (KafkaConsumer) camel.context().getRoute(route).getConsumer();
    }

    private static void assertEachOnce(List<ConsumerRecord<String, String>> ended, ClaudeSimulator claude) {
        Set<String> keys = new HashSet<>();
        ended.forEach(
                record -> assertThat(keys.add(record.key())).as(record.key()).isTrue());
        assertThat(keys).hasSize(60);
        assertThat(ended)
                .filteredOn(record -> record.topic().equals(Letters.DEAD_LETTER))
                .singleElement()
                .satisfies(poison -> {
                    assertThat(poison.key()).isEqualTo("normal-14");
                    assertThat(poison.value()).isEqualTo(" ");
                    assertThat(header(poison, "x-error-class")).isEqualTo("invalid");
                    assertThat(header(poison, "x-reason")).contains("blank");
                });
        claude.assertEachContentAnsweredOnce();
        assertThat(claude.accounting().totals().answered()).isEqualTo(60);
    }

    private static String header(ConsumerRecord<String, String> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    /** Of those that waited together: each consumer's first letter. */
    private static void assertUrgentFirst(List<ConsumerRecord<String, String>> ended) {
        List<String> order = ended.stream()
                .map(ConsumerRecord::key)
                .filter(key -> key.matches(".*-[0-3]"))
                .toList();
        assertThat(order).hasSize(4 * CONSUMERS);
        System.out.println("Those that waited together, as they were answered: " + order);
        assertThat(place(order, Priority.CRITICAL)).isLessThan(place(order, Priority.NORMAL));
        assertThat(place(order, Priority.HIGH)).isLessThan(place(order, Priority.NORMAL));
        assertThat(place(order, Priority.NORMAL)).isLessThan(place(order, Priority.LOW));
    }

    /** On average. */
    private static double place(List<String> order, Priority priority) {
        return IntStream.range(0, order.size())
                .filter(i -> order.get(i).startsWith(priority.label()))
                .average()
                .orElseThrow();
    }
}
