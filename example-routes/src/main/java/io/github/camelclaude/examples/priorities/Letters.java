/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.priorities;

import io.github.camelclaude.rate.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The other side of the topics: who sends letters, and who reads what has become of them. */
final class Letters {

    static final String ANSWERS = "claude-answers";
    static final String DEAD_LETTER = "claude-dead-letter";

    private static final int PARTITIONS = 4;

    private final String brokers;

    Letters(String brokers) {
        this.brokers = brokers;
    }

    static String topic(Priority priority) {
        return "claude-" + priority.label();
    }

    /** Makes the topics that are missing. */
    void createTopics() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            Set<String> there = admin.listTopics().names().get();
            List<NewTopic> missing = new ArrayList<>();
            for (Priority priority : Priority.values()) {
                missing.add(new NewTopic(topic(priority), PARTITIONS, (short) 1));
            }
            missing.add(new NewTopic(ANSWERS, 1, (short) 1));
            missing.add(new NewTopic(DEAD_LETTER, 1, (short) 1));
            missing.removeIf(topic -> there.contains(topic.name()));
            admin.createTopics(missing).all().get();
        }
    }

    /** Sends letters to a priority's topic; keys are its name and a number. */
    void send(Priority priority, Collection<String> texts) throws Exception {
        send(topic(priority), priority.label(), texts, PARTITIONS);
    }

    /** Sends texts to the two partitions of a topic. */
    void sendTo(String topic, Collection<String> texts) throws Exception {
        send(topic, topic, texts, 2);
    }

    private void send(String topic, String name, Collection<String> texts, int partitions) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", brokers);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            int number = 0;
            for (String text : texts) {
                producer.send(new ProducerRecord<>(topic, number % partitions, name + "-" + number, text));
                number++;
            }
            producer.flush();
        }
    }

    /** Reads what has been written to these topics, from the beginning until so many records are there. */
    List<ConsumerRecord<String, String>> read(Collection<String> topics, int count, Duration within) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", brokers);
        settings.put("group.id", "reader-" + UUID.randomUUID());
        settings.put("auto.offset.reset", "earliest");
        List<ConsumerRecord<String, String>> read = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(topics);
            long end = System.nanoTime() + within.toNanos();
            while (read.size() < count && System.nanoTime() < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(read::add);
            }
        }
        return read;
    }
}
