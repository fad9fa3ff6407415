/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.invoices;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The PDFs that are shipped are those written here; {@code -Dwrite=true} writes them anew. */
class InvoicePdfTest {

    private static final Path SHIPPED = Path.of("extract-invoices/invoices");

    private static final String CATERING = """
            LAKESIDE CATERING LLC
            9 Shore Road, Madison WI                          INVOICE 5512

            Date of issue: 2026-02-20
            Bill to: Example Customer Inc. (attn. front desk)

            Lunch buffet, 40 persons                            1,180.00
            Coffee and cake, 40 persons                           260.00
            Hire of tableware                                      95.00

            Subtotal                                            1,535.00
            Sales tax 5.5 %                                        84.43
            Total due in USD                                    1,619.43
            """;

    private static final String TRANSLATIONS = """
            Summit Translations AG, Bahnhofstrasse 3, 8001 Zuerich

            Invoice number   ST/26-0388
            Issued           18.03.2026

            Contract, German to English, 14 pages           CHF   910.00
            Certified copy                                  CHF    80.00
            Discount for regular customers                  CHF   -45.50

            Net                                             CHF   944.50
            VAT 8.1 %                                       CHF    76.50
            Payable by 17.04.2026                           CHF 1'021.00
            """;

    @Test
    void the_shipped_pdfs_are_written_from_these_texts() throws IOException {
        check("lakeside-catering.pdf", CATERING);
        check("summit-translations.pdf", TRANSLATIONS);
    }

    private static void check(String name, String text) throws IOException {
        byte[] pdf = InvoicePdf.of(text);
        if (Boolean.getBoolean("write")) {
            Files.write(SHIPPED.resolve(name), pdf);
        }
        assertThat(SHIPPED.resolve(name)).hasBinaryContent(pdf);
    }
}
