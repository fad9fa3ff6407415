/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.LimitedRouteTestSupport;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.batch.BatchRules;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a route writes through the ledger's data source is there exactly once. */
class LedgerTransactionTest extends LimitedRouteTestSupport {

    private static final String IN = "claude:batch?model=claude-haiku-5-5&checkDelay=50&maxCheckDelay=100";
    private static final String OUT =
            "claude:batch?checkDelay=50&maxCheckDelay=100&delay=50&initialDelay=0&ledgerTransaction=true";

    @TempDir
    private Path directory;

    private ClaudeSimulator simulator;

    @BeforeEach
    void useSimulator() {
        simulator = ClaudeSimulator.builder()
                .port(0)
                .latency(Duration.ZERO)
                .batches(BatchRules.USUAL.doneAfter(Duration.ofMillis(200)))
                .start();
        component.getConfiguration().setBaseUrl(simulator.baseUrl());
        component.getConfiguration().setModel(null);
        component.setBatchDirectory(directory.resolve("batches").toString());
    }

    @AfterEach
    void stopSimulator() {
        context.stop();
        simulator.close();
    }

    private DataSource ledger() {
        return context.getRegistry().lookupByNameAndType("ledger", DataSource.class);
    }

    private void update(String sql, String value) throws SQLException {
        try (Connection connection = ledger().getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            if (value != null) {
                statement.setString(1, value);
            }
            statement.executeUpdate();
        }
    }

    private List<String> answered() throws SQLException {
        List<String> ids = new ArrayList<>();
        try (Connection connection = ledger().getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT id FROM answer ORDER BY id");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }

    @Test
    void a_row_that_was_written_before_its_route_failed_is_not_there_twice() throws Exception {
        component.setLedgerBean("ledger");
        Set<String> failedOnce = ConcurrentHashMap.newKeySet();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to(IN);
                from(OUT).process(exchange -> {
                    String id = exchange.getMessage().getHeader(ClaudeConstants.CUSTOM_ID, String.class);
                    update("INSERT INTO answer VALUES (?)", id);
                    if (failedOnce.add(id)) {
                        throw new IllegalStateException("after it was written");
                    }
                });
            }
        });
        context.start();
        update("CREATE TABLE answer (id VARCHAR(64))", null);

        context.createProducerTemplate().sendBody("direct:in", List.of("a", "b", "c"));

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(answered()).containsExactly("row-1", "row-2", "row-3"));
        assertThat(failedOnce).hasSize(3);
    }

    @Test
    void the_name_of_another_bean_is_not_taken() {
        context.getRegistry().bind("ledger", "something else");

        assertThatThrownBy(() -> component.setLedgerBean("ledger"))
                .hasMessageContaining("ledgerBean=ledger: another bean has this name");
    }

    @Test
    void it_is_not_opened_before_the_component_starts() {
        component.setLedgerBean("ledger");

        assertThatThrownBy(() -> ledger().getConnection()).hasMessageContaining("The batch ledger is not open");
    }
}
