/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.batch.ledger.JdbcLedger;
import io.github.camelclaude.batch.ledger.Lease;
import io.github.camelclaude.batch.ledger.Ledger;
import io.github.camelclaude.batch.ledger.NewItem;
import io.github.camelclaude.batch.ledger.NewSubmission;
import io.github.camelclaude.batch.ledger.SubmissionState;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator looks at the ledger and decides about what is held. */
class LedgerProducerTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    @TempDir
    private Path directory;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private Ledger ledger;

    @BeforeEach
    void holdOne() {
        ledger = JdbcLedger.file(directory.resolve("ledger"));
        Lease lease = new Lease("node", NOW, Duration.ofSeconds(30));
        ledger.begin("job", "default", lease);
        ledger.add("job", "nonce", List.of(new NewItem("a", 0, null)), lease);
        ledger.accept("job", List.of(new NewSubmission("nonce", 1, 100, "nonce.json")), 0, NOW);
        ledger.held("nonce", "Claude answered 413");
    }

    @AfterEach
    void close() {
        ledger.close();
        context.stop();
    }

    private Exchange say(LedgerAction action, Map<String, Object> headers) {
        BatchStore store = new BatchStore(
                ledger,
                directory,
                "node",
                Duration.ofSeconds(30),
                Clock.fixed(NOW, ZoneOffset.UTC),
                null,
                BatchEvents.NONE);
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setHeaders(new HashMap<>(headers));
        new LedgerProducer(context.getEndpoint("direct:any"), action, () -> store).process(exchange);
        return exchange;
    }

    private SubmissionState state() {
        return ledger.submission("nonce").orElseThrow().state();
    }

    @Test
    void what_is_held_is_shown_with_its_reason() {
        Map<?, ?> picture = say(LedgerAction.picture, Map.of()).getMessage().getBody(Map.class);

        assertThat((List<?>) picture.get("openSubmissions"))
                .singleElement()
                .satisfies(one -> assertThat((Map<?, ?>) one)
                        .isEqualTo(Map.of(
                                "submission",
                                "nonce",
                                "job",
                                "job",
                                "state",
                                "held",
                                "items",
                                1,
                                "bytes",
                                100L,
                                "attempts",
                                0,
                                "reason",
                                "Claude answered 413",
                                "nextAt",
                                NOW.toString())));
    }

    @Test
    void it_is_sent_again_if_an_operator_says_so() {
        say(LedgerAction.again, Map.of(ClaudeConstants.SUBMISSION, "nonce"));

        assertThat(state()).isEqualTo(SubmissionState.READY);
    }

    @Test
    void it_is_the_batch_that_an_operator_names() {
        say(LedgerAction.confirm, Map.of(ClaudeConstants.SUBMISSION, "nonce", ClaudeConstants.BATCH_ID, "msgbatch_1"));

        assertThat(state()).isEqualTo(SubmissionState.SUBMITTED);
        assertThat(ledger.submission("nonce").orElseThrow().batchId()).isEqualTo("msgbatch_1");
    }

    @Test
    void nothing_is_decided_twice_or_without_a_name() {
        assertThatThrownBy(() -> say(LedgerAction.confirm, Map.of(ClaudeConstants.SUBMISSION, "nonce")))
                .isInstanceOf(ClaudeInvalidRequestException.class)
                .hasMessage("Header CamelClaudeBatchId is missing: it has to name the batch that the submission is."
                        + " Nothing was changed");
        say(LedgerAction.again, Map.of(ClaudeConstants.SUBMISSION, "nonce"));
        assertThatThrownBy(() -> say(LedgerAction.again, Map.of(ClaudeConstants.SUBMISSION, "nonce")))
                .isInstanceOf(ClaudeInvalidRequestException.class)
                .hasMessage("Submission nonce is ready, not held: nobody has to decide. Nothing was changed");
    }
}
