/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.priorities;

import io.github.camelclaude.examples.run.ExampleFolder;
import io.github.camelclaude.examples.run.LiveOption;
import io.github.camelclaude.examples.run.RunningCamel;
import io.github.camelclaude.examples.run.WhoAnswers;
import io.github.camelclaude.rate.Priority;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Letters from one Kafka topic per priority, answered to another topic, the urgent first. */
@Command(
        name = "priorities",
        mixinStandardHelpOptions = true,
        description = "Sends letters to four topics of Kafka, and answers the urgent first within the limits.")
public final class Priorities implements Callable<Integer> {

    static final ExampleFolder EXAMPLE = new ExampleFolder("priorities");
    private static final ExampleFolder COMPLAINTS = new ExampleFolder("file-triage");
    /** Of a hundred letters. */
    private static final Map<Priority, Integer> SHARES =
            Map.of(Priority.CRITICAL, 5, Priority.HIGH, 15, Priority.NORMAL, 40, Priority.LOW, 40);

    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private LiveOption live;

    @Option(
            names = "--brokers",
            paramLabel = "HOST:PORT",
            description = "The Kafka brokers to use; topics that are missing are made. Default: one in this process.")
    private String brokers;

    @Option(
            names = "--letters",
            paramLabel = "N",
            description = "How many letters to send; default: ${DEFAULT-VALUE}.",
            defaultValue = "200")
    private int letters;

    public Priorities() {
        this(System.getenv());
    }

    /** @param environment where the key for {@code --live} is looked up */
    Priorities(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        if (letters < 20 || letters > 1_000) {
            throw new ParameterException(spec.commandLine(), "--letters=" + letters + " must be from 20 to 1000");
        }
        try (WhoAnswers whoAnswers = live.choose(EXAMPLE.properties(), environment)) {
            spec.commandLine().getOut().println(whoAnswers.announcement());
            spec.commandLine().getOut().flush();
            if (brokers != null) {
                return work(whoAnswers, brokers);
            }
            Path log = Files.createTempDirectory("kafka");
            try (KafkaInProcess kafka = new KafkaInProcess(log)) {
                return work(whoAnswers, kafka.bootstrapServers());
            } finally {
                delete(log);
            }
        }
    }

    private int work(WhoAnswers whoAnswers, String at) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Letters topics = new Letters(at);
        try {
            topics.createTopics();
        } catch (KafkaException | ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ParameterException(
                    spec.commandLine(),
                    "--brokers=%s can't be used; it must be HOST:PORT of a Kafka broker that runs: %s"
                            .formatted(at, cause.getMessage()));
        }
        Map<Priority, List<String>> sent = draw();
        for (Priority priority : Priority.values()) {
            topics.send(priority, sent.get(priority));
        }
        int all = sent.values().stream().mapToInt(List::size).sum();
        out.printf(Locale.ROOT, "%,d letters are in Kafka at %s, one of them blank%n%n", all, at);
        out.flush();
        long started = System.currentTimeMillis();
        List<ConsumerRecord<String, String>> ended;
        RunningCamel camel = start(whoAnswers, at);
        try {
            ended = topics.read(List.of(Letters.ANSWERS, Letters.DEAD_LETTER), all, LONGEST);
        } finally {
            camel.close();
        }
        out.println("priority   letters   half of them within   all within");
        for (Priority priority : Priority.values()) {
            out.println(line(priority, ended, started));
        }
        long poison = ended.stream()
                .filter(record -> record.topic().equals(Letters.DEAD_LETTER))
                .count();
        out.printf(Locale.ROOT, "%n%,d answers, %,d in the dead-letter topic%n", ended.size() - poison, poison);
        whoAnswers
                .simulator()
                .ifPresent(
                        simulator -> out.println("\n" + simulator.accounting().picture()));
        out.flush();
        return ended.size() == all ? 0 : 1;
    }

    /** Starts the routes; whoever calls has to close what comes back. */
    static RunningCamel start(WhoAnswers whoAnswers, String brokers) {
        Map<String, String> overrides = new HashMap<>(whoAnswers.overrides());
        overrides.put("camel.component.kafka.brokers", brokers);
        return RunningCamel.of(EXAMPLE, overrides).start();
    }

    /** Complaints, most of them not urgent, and one blank letter that nobody can answer. */
    private Map<Priority, List<String>> draw() throws IOException {
        Map<Priority, List<String>> drawn = new HashMap<>();
        try (Reader csv = new InputStreamReader(COMPLAINTS.open("data/complaints-1000.csv"), StandardCharsets.UTF_8)) {
            List<String> texts =
                    CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get().parse(csv).stream()
                            .map(this::narrative)
                            .limit(letters)
                            .toList();
            int from = 0;
            for (Priority priority : Priority.values()) {
                int count = texts.size() * SHARES.get(priority) / 100;
                drawn.put(priority, new ArrayList<>(texts.subList(from, from + count)));
                from += count;
            }
        }
        drawn.get(Priority.NORMAL).add(" ");
        return drawn;
    }

    private String narrative(CSVRecord row) {
        return row.get("narrative");
    }

    private static String line(Priority priority, List<ConsumerRecord<String, String>> ended, long started) {
        List<Double> seconds = ended.stream()
                .filter(record -> record.key().startsWith(priority.label()))
                .map(record -> (record.timestamp() - started) / 1_000.0)
                .sorted()
                .toList();
        return seconds.isEmpty()
                ? "%-8s         0".formatted(priority.label())
                : String.format(
                        Locale.ROOT,
                        "%-8s   %,7d   %17.1f s   %8.1f s",
                        priority.label(),
                        seconds.size(),
                        seconds.get((seconds.size() - 1) / 2),
                        seconds.get(seconds.size() - 1));
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
