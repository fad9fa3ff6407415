/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The items in their table: one row each for life, which moves with it from submission to submission. */
final class ItemRows {

    /** How many values a statement asks for at once. */
    private static final int AT_ONCE = 500;
    /** How many rows a transaction takes away. */
    private static final int STEP = 10_000;

    private static final String COLUMNS =
            "SELECT i.nonce, i.row_no, j.job_key, i.caller_id, i.context, i.tries, i.outcome ";

    private ItemRows() {}

    static void insert(Connection connection, long job, String nonce, List<NewItem> items) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO claude_item"
                + " (job, id_hash, caller_id, context, nonce, row_no, tries, input_tokens, output_tokens, micro_usd)"
                + " VALUES (?, ?, ?, ?, ?, ?, 0, 0, 0, 0)")) {
            for (NewItem item : items) {
                Sql.set(statement, job, Sql.hash(item.callerId()), item.callerId(), item.context(), nonce, item.row());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    static Set<String> known(Connection connection, long job, Collection<String> callerIds) throws SQLException {
        Set<String> known = new HashSet<>();
        for (List<String> some : inSteps(callerIds)) {
            List<Object> values = new ArrayList<>();
            some.forEach(id -> values.add(Sql.hash(id)));
            values.add(job);
            known.addAll(Sql.list(
                    connection,
                    row -> row.getString(1),
                    "SELECT i.caller_id FROM " + asked(some.size(), "VARCHAR(43)")
                            + " LEFT JOIN claude_item i ON i.job = ? AND i.id_hash = asked.one",
                    values.toArray()));
        }
        known.remove(null);
        return known;
    }

    static List<Item> of(Connection connection, String nonce, Collection<Integer> rows) throws SQLException {
        List<Item> items = new ArrayList<>();
        for (List<Integer> some : inSteps(rows)) {
            List<Object> values = new ArrayList<>(some);
            values.add(nonce);
            items.addAll(Sql.list(
                    connection,
                    row -> row.getString("nonce") == null ? null : item(row),
                    COLUMNS + "FROM " + asked(some.size(), "INTEGER")
                            + " LEFT JOIN claude_item i ON i.nonce = ? AND i.row_no = asked.one"
                            + " LEFT JOIN claude_job j ON j.id = i.job ORDER BY i.row_no",
                    values.toArray()));
        }
        items.removeIf(Objects::isNull);
        return items;
    }

    /**
     * A table of what is asked for: H2 looks each up by the whole key, where with an IN it would go through the whole job. It has
     * to be joined from the left: otherwise H2 may go through all items, and for each of them through what is asked for.
     */
    private static String asked(int count, String type) {
        return "(VALUES " + String.join(", ", Collections.nCopies(count, "(CAST(? AS " + type + "))"))
                + ") asked (one)";
    }

    private static <T> List<List<T>> inSteps(Collection<T> values) {
        List<T> all = List.copyOf(new LinkedHashSet<>(values));
        List<List<T>> steps = new ArrayList<>();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            steps.add(all.subList(from, Math.min(from + AT_ONCE, all.size())));
        }
        return steps;
    }

    static long count(Connection connection, String nonce) throws SQLException {
        return Sql.number(connection, "SELECT COUNT(*) FROM claude_item WHERE nonce = ?", nonce);
    }

    static long unfinished(Connection connection, String nonce) throws SQLException {
        return Sql.number(connection, "SELECT COUNT(*) FROM claude_item WHERE nonce = ? AND outcome IS NULL", nonce);
    }

    static List<Item> unfinished(Connection connection, String nonce, int fromRow, int most) throws SQLException {
        return Sql.list(
                connection,
                ItemRows::item,
                COLUMNS
                        + "FROM claude_item i JOIN claude_job j ON j.id = i.job WHERE i.nonce = ? AND i.row_no >= ?"
                        + " AND i.outcome IS NULL ORDER BY i.row_no LIMIT ?",
                nonce,
                fromRow,
                most);
    }

    static boolean finish(Connection connection, String nonce, int row, Outcome outcome, Usage usage, Instant now)
            throws SQLException {
        return Sql.update(
                        connection,
                        "UPDATE claude_item SET outcome = ?, input_tokens = ?, output_tokens = ?, micro_usd = ?, ended_at = ?"
                                + " WHERE nonce = ? AND row_no = ? AND outcome IS NULL",
                        outcome.name(),
                        usage.inputTokens(),
                        usage.outputTokens(),
                        usage.microUsd(),
                        Sql.micros(now),
                        nonce,
                        row)
                == 1;
    }

    static void move(Connection connection, String nonce, List<Integer> rows, String to) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE claude_item SET nonce = ?, row_no = ?, tries = tries + 1"
                        + " WHERE nonce = ? AND row_no = ? AND outcome IS NULL")) {
            for (int i = 0; i < rows.size(); i++) {
                Sql.set(statement, to, i, nonce, rows.get(i));
                statement.addBatch();
            }
            int[] moved = statement.executeBatch();
            for (int i = 0; i < moved.length; i++) {
                if (moved[i] != 1) {
                    throw new IllegalStateException(
                            "Row %d of submission %s can't be submitted again: it has come to its end, or is not there"
                                    .formatted(rows.get(i), nonce));
                }
            }
        }
    }

    /** Takes some items of a job away. @return false if there are none left */
    static boolean removeSome(Connection connection, long job) throws SQLException {
        String last = Sql.first(
                        connection,
                        row -> row.getString(1),
                        "SELECT MAX(id_hash) FROM (SELECT id_hash FROM claude_item WHERE job = ? ORDER BY id_hash LIMIT ?) s",
                        job,
                        STEP)
                .orElse(null);
        return last != null
                && Sql.update(connection, "DELETE FROM claude_item WHERE job = ? AND id_hash <= ?", job, last) > 0;
    }

    private static Item item(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        return new Item(
                row.getString("nonce"),
                row.getInt("row_no"),
                row.getString("job_key"),
                row.getString("caller_id"),
                row.getString("context"),
                row.getInt("tries"),
                outcome == null ? null : Outcome.valueOf(outcome));
    }
}
