/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.invoices;

import io.github.camelclaude.estimate.TokenEstimator;
import io.github.camelclaude.examples.run.RunDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The invoices that a run works on.
 *
 * @param invoices        how many are put into the inbox
 * @param answeredEarlier how many are left out because an earlier run has answered them
 * @param leftOut         how many files are no invoices by their names
 * @param promptTokens    the estimated tokens of what is in them
 */
record InvoiceInput(long invoices, long answeredEarlier, long leftOut, long promptTokens) {

    private static final InvoiceInput NOTHING = new InvoiceInput(0, 0, 0, 0);

    /** Shipped with the example. */
    static final List<String> SHIPPED = List.of(
            "bergmann-malerei.txt",
            "credit-note-northwind.txt",
            "empty-scan.txt",
            "forwarded-mail.txt",
            "harbour-office-supplies.txt",
            "lakeside-catering.pdf",
            "summit-translations.pdf");

    /** What the route takes. */
    private static final Pattern INVOICE =
            Pattern.compile("[\\p{L}\\p{N}_. ()-]{1,200}\\.(pdf|txt)", Pattern.CASE_INSENSITIVE);

    private static final Pattern PAGE = Pattern.compile("/Type\\s*/Page\\b");
    /** A page of a PDF is read as text and looked at as an image. */
    private static final long TOKENS_PER_PAGE = 3_000;

    /**
     * Copies what is still to be done into the inbox.
     *
     * @param folder where the invoices lie; empty for the ones shipped
     */
    static InvoiceInput fill(RunDirectory directory, Optional<Path> folder) throws IOException {
        return folder.isPresent() ? ofFolder(directory, folder.get()) : shipped(directory);
    }

    private static InvoiceInput shipped(RunDirectory directory) throws IOException {
        InvoiceInput input = NOTHING;
        for (String name : SHIPPED) {
            try (InputStream in = InvoiceRun.EXAMPLE.open("invoices/" + name)) {
                input = input.with(directory, name, in.readAllBytes());
            }
        }
        return input;
    }

    private static InvoiceInput ofFolder(RunDirectory directory, Path folder) throws IOException {
        InvoiceInput input = NOTHING;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = file.getFileName().toString();
                input = INVOICE.matcher(name).matches()
                        ? input.with(directory, name, Files.readAllBytes(file))
                        : input.without();
            }
        }
        return input;
    }

    private InvoiceInput with(RunDirectory directory, String name, byte[] content) throws IOException {
        if (Files.exists(directory.folder("answers").resolve(name + ".json"))) {
            return new InvoiceInput(invoices, answeredEarlier + 1, leftOut, promptTokens);
        }
        // It is tried again, so what was said of it no longer holds.
        Files.deleteIfExists(directory.folder("dead-letter").resolve(name));
        Files.deleteIfExists(directory.folder("dead-letter").resolve(name + ".reason.json"));
        Files.write(directory.inbox().resolve(name), content);
        return new InvoiceInput(invoices + 1, answeredEarlier, leftOut, promptTokens + tokens(content));
    }

    private InvoiceInput without() {
        return new InvoiceInput(invoices, answeredEarlier, leftOut + 1, promptTokens);
    }

    private static long tokens(byte[] content) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        return text.startsWith("%PDF-")
                ? TOKENS_PER_PAGE * Math.max(1, PAGE.matcher(text).results().count())
                : TokenEstimator.estimate(new String(content, StandardCharsets.UTF_8));
    }
}
