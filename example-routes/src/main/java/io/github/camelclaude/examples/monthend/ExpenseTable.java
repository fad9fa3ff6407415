/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.monthend;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Reads what the route has written of one job.
 *
 * @param database the ledger's
 * @param job      the job's key
 */
record ExpenseTable(DataSource database, String job) {

    private static final String SUMS =
            "SELECT COUNT(*), COUNT(category), SUM(usd), SUM(tries - 1), SUM(input_tokens), SUM(output_tokens)"
                    + " FROM expense WHERE job = ?";
    private static final String CATEGORIES = "SELECT category, COUNT(*), SUM(usd) AS total FROM expense"
            + " WHERE job = ? AND category IS NOT NULL GROUP BY category ORDER BY total DESC, category";

    /**
     * What there is so far.
     *
     * @param ended       items that came to their end
     * @param answered    those of them that have an answer
     * @param usd         what they cost
     * @param resubmitted how often one of them was submitted again
     */
    record Sums(long ended, long answered, BigDecimal usd, long resubmitted, long inputTokens, long outputTokens) {}

    /** The expenses of a category, and what it cost to find out. */
    record Category(String name, long expenses, BigDecimal usd) {}

    Sums sums() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query = prepare(connection, SUMS);
                ResultSet row = query.executeQuery()) {
            row.next();
            return new Sums(
                    row.getLong(1), row.getLong(2), usd(row, 3), row.getLong(4), row.getLong(5), row.getLong(6));
        }
    }

    List<Category> categories() throws SQLException {
        List<Category> categories = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement query = prepare(connection, CATEGORIES);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                categories.add(new Category(row.getString(1), row.getLong(2), usd(row, 3)));
            }
        }
        return categories;
    }

    private PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement query = connection.prepareStatement(sql);
        query.setString(1, job);
        return query;
    }

    private static BigDecimal usd(ResultSet row, int column) throws SQLException {
        BigDecimal usd = row.getBigDecimal(column);
        return usd == null ? BigDecimal.ZERO : usd;
    }
}
