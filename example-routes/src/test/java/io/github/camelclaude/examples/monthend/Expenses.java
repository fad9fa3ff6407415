/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.monthend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Months to work on, and what a run that has ended left in its database. */
final class Expenses {

    private Expenses() {}

    static Path write(Path file, int rows) {
        try {
            return Files.writeString(
                    file,
                    IntStream.rangeClosed(1, rows)
                            .mapToObj(row -> "X-%d,Taxi number %d to the customer,%d".formatted(row, row, row % 5))
                            .collect(Collectors.joining("\n", "id,text,cost_centre\n", "\n")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The ids of the table, as often as they are there. */
    static List<String> ids(Path directory) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:h2:file:" + directory.resolve("batches/ledger").toAbsolutePath(), "sa", "");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM expense")) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }
}
