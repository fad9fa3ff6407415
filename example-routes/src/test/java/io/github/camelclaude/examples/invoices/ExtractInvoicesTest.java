/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.invoices;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.sun.net.httpserver.HttpServer;
import io.github.camelclaude.examples.run.RunDirectory;
import io.github.camelclaude.examples.run.RunResult;
import io.github.camelclaude.examples.run.WhoAnswers;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.SimulatorBuilder;
import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.fault.FaultPlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The promises of the example, with good invoices, bad ones and a bad day of the service. */
@Timeout(60)
class ExtractInvoicesTest {

    private static final long SEED = Long.getLong("seed", 20261124);
    /** Retries of the route wait half a second and more; what they wait is not what is tested here. */
    private static final Map<String, String> IN_A_HURRY = Map.of("invoices.redeliveryDelay", "1");

    @TempDir
    private Path temp;

    @Test
    void the_shipped_invoices_become_json_of_the_schema_and_the_empty_one_a_dead_letter() throws Exception {
        try (ClaudeSimulator claude = quick().start()) {
            RunResult result = run(WhoAnswers.simulator(claude), Optional.empty());
            InvoiceFiles files = InvoiceFiles.in(temp.resolve("run"));

            assertThat(result.answers()).isEqualTo(6);
            assertThat(result.rejects()).isEqualTo(Map.of("invalid", 1L));
            assertThat(files.answers().keySet()).isEqualTo(files.done()).hasSize(6);
            assertValid(files.answers());
            assertThat(files.deadLetters()).containsExactly("empty-scan.txt");
            assertThat(files.reasons().get("empty-scan.txt").get("reason").asText())
                    .contains("blank");
            assertThat(files.reasons()
                            .get("empty-scan.txt")
                            .get("worthAnotherTry")
                            .asBoolean())
                    .isFalse();
        }
    }

    @Test
    void each_invoice_ends_in_exactly_one_place_whatever_the_service_does() throws Exception {
        System.out.println("Seed of the faults: " + SEED + " (another: -Dseed=...)");
        Set<String> names = new HashSet<>();
        Path inbox = Files.createDirectories(temp.resolve("invoices"));
        for (int i = 0; i < 120; i++) {
            String text =
                    "Invoice " + i + "\nof 2026-03-0" + (i % 9 + 1) + "\nHosting " + i + ".00\nTotal " + i + ".00";
            String name = "invoice " + i + (i % 3 == 0 ? ".PDF" : ".txt");
            byte[] bytes = i % 3 == 0 ? InvoicePdf.of(text) : text.getBytes(StandardCharsets.UTF_8);
            Files.write(inbox.resolve(name), bytes);
            names.add(name);
        }
        FaultPlan plan = FaultPlan.seeded(SEED)
                .with(Fault.RATE_LIMIT_BARE, 0.05)
                .with(Fault.OVERLOADED, 0.05)
                .with(Fault.SERVER_ERROR, 0.05)
                .with(Fault.CUT_BEFORE_BODY, 0.05)
                .with(Fault.MALFORMED_JSON, 0.05)
                .with(Fault.REFUSAL, 0.05)
                .with(Fault.TRUNCATED_JSON, 0.05);
        try (ClaudeSimulator claude =
                quick().tier("scale").seed(SEED).faults(plan).start()) {
            RunResult result = run(WhoAnswers.simulator(claude), Optional.of(inbox));
            InvoiceFiles files = InvoiceFiles.in(temp.resolve("run"));

            assertThat(result.answers()).isEqualTo(files.answers().size());
            assertThat(result.rejected()).isEqualTo(files.reasons().size());
            assertThat(files.answers().keySet()).isEqualTo(files.done());
            assertThat(files.reasons().keySet()).isEqualTo(files.deadLetters()).isNotEmpty();
            Set<String> all = new HashSet<>(files.done());
            assertThat(all).doesNotContainAnyElementsOf(files.deadLetters());
            all.addAll(files.deadLetters());
            assertThat(all).isEqualTo(names);
            assertValid(files.answers());
            assertThat(claude.accounting().totals().endings()).containsKeys("failed overloaded", "failed refusal");
            assertThat(claude.accounting().peak()).as("calls in flight").isLessThanOrEqualTo(8);
            try (var left = Files.list(temp.resolve("run/failed"))) {
                assertThat(left).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"REFUSAL, refusal, declined", "TRUNCATED_JSON, max_tokens, cut off"})
    void a_useless_answer_is_kept_beside_its_invoice(Fault fault, String stopReason, String reason) throws Exception {
        try (ClaudeSimulator claude = quick().start()) {
            claude.injectNext(fault);
            run(WhoAnswers.simulator(claude), Optional.of(folderWith("one.txt", "Invoice 1\nTotal 5.00")));
            JsonNode why = InvoiceFiles.in(temp.resolve("run")).reasons().get("one.txt");

            assertThat(why.get("reason").asText()).contains(reason);
            assertThat(why.get("errorClass").asText()).isEqualTo("output");
            assertThat(why.get("stopReason").asText()).isEqualTo(stopReason);
            assertThat(why.get("answer").asText()).hasSizeGreaterThanOrEqualTo(stopReason.equals("refusal") ? 0 : 1);
            assertThat(claude.accounting().totals().arrived())
                    .as("not paid twice")
                    .isEqualTo(1);
        }
    }

    @Test
    void an_answer_that_breaks_the_schema_is_a_dead_letter() throws Exception {
        HttpServer claude = answering("{\"number\":\"1\",\"total\":\"a lot\"}");
        try (WhoAnswers whoAnswers = live(claude)) {
            RunResult result = run(whoAnswers, Optional.of(folderWith("one.txt", "Invoice 1\nTotal 5.00")));
            InvoiceFiles files = InvoiceFiles.in(temp.resolve("run"));

            assertThat(files.answers()).isEmpty();
            assertThat(files.deadLetters()).containsExactly("one.txt");
            assertThat(files.reasons().get("one.txt").get("reason").asText()).contains("does not follow the schema");
            assertThat(files.reasons().get("one.txt").get("answer").asText()).contains("a lot");
            assertThat(result.outputTokens()).as("it was paid").isEqualTo(7);
        } finally {
            claude.stop(0);
        }
    }

    @Test
    void what_is_neither_pdf_nor_text_is_a_dead_letter_and_not_sent() throws Exception {
        Path inbox = folderWith("latin.txt", "");
        Files.write(
                inbox.resolve("latin.txt"), "Malerei J\u00fcrgen, Summe 5,00".getBytes(StandardCharsets.ISO_8859_1));
        Files.write(inbox.resolve("zip.pdf"), new byte[] {'P', 'K', 3, 4, 0, (byte) 0xff});
        try (ClaudeSimulator claude = quick().start()) {
            run(WhoAnswers.simulator(claude), Optional.of(inbox));

            assertThat(InvoiceFiles.in(temp.resolve("run")).deadLetters()).containsExactly("latin.txt", "zip.pdf");
            assertThat(claude.accounting().totals().arrived()).isZero();
        }
    }

    @Test
    void names_that_look_like_expressions_are_left_out_and_odd_ones_are_kept_apart() throws Exception {
        Path inbox = folderWith("${sys.user.home}.txt", "Total 1.00");
        Files.writeString(inbox.resolve("$simple{body}.txt"), "Total 1.00");
        Files.writeString(inbox.resolve("Rechnung März (2).txt"), "Total 1.00");
        Files.writeString(inbox.resolve("a.b.txt"), "Total 2.00");
        Files.write(inbox.resolve("a.b.pdf"), InvoicePdf.of("Total 3.00"));
        try (ClaudeSimulator claude = quick().start()) {
            run(WhoAnswers.simulator(claude), Optional.of(inbox));

            assertThat(InvoiceFiles.in(temp.resolve("run")).answers())
                    .containsOnlyKeys("Rechnung März (2).txt", "a.b.txt", "a.b.pdf");
        }
    }

    private RunResult run(WhoAnswers whoAnswers, Optional<Path> invoices) throws Exception {
        RunDirectory directory = RunDirectory.open(temp.resolve("run"), false, InvoiceRun.FOLDERS);
        InvoiceInput input = InvoiceInput.fill(directory, invoices);
        return new InvoiceRun(directory, whoAnswers).run(input.invoices(), IN_A_HURRY);
    }

    private Path folderWith(String name, String text) throws IOException {
        Path folder = Files.createDirectories(temp.resolve("invoices"));
        Files.writeString(folder.resolve(name), text);
        return folder;
    }

    private static SimulatorBuilder quick() {
        return ClaudeSimulator.builder().port(0).latency(Duration.ZERO);
    }

    /** A service that says always the same; the simulator never breaks a schema. */
    private static HttpServer answering(String text) throws IOException {
        byte[] answer = JsonMapper.builder()
                .build()
                .writeValueAsBytes(Map.of(
                        "id",
                        "msg_1",
                        "type",
                        "message",
                        "role",
                        "assistant",
                        "model",
                        "claude-haiku-5-5",
                        "content",
                        new Object[] {Map.of("type", "text", "text", text)},
                        "stop_reason",
                        "end_turn",
                        "usage",
                        Map.of("input_tokens", 5, "output_tokens", 7)));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("content-type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static WhoAnswers live(HttpServer server) throws IOException {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        return WhoAnswers.choose(
                true,
                InvoiceRun.EXAMPLE.properties(),
                Map.of("ANTHROPIC_API_KEY", "sk-ant-test", "ANTHROPIC_BASE_URL", url));
    }

    private static void assertValid(Map<String, JsonNode> answers) throws IOException {
        JsonSchema schema = JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(InvoiceRun.EXAMPLE.text("invoice-schema.json"));
        answers.forEach(
                (name, answer) -> assertThat(schema.validate(answer)).as(name).isEmpty());
    }
}
