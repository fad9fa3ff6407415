/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.estimate;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * Tokens of images and documents, by rules. An image is width times height over 750, at most {@value #LARGEST_IMAGE}; an
 * image whose size can't be read (another format, or a URL or file that is not here) is taken for the largest. A PDF page is
 * {@value #PAGE} tokens; pages are counted where the file names them in plain text, otherwise one is assumed per
 * {@value #BYTES_PER_PAGE} bytes; a document that is not here is {@value #DOCUMENT_ELSEWHERE} tokens.
 */
final class MediaSize {

    static final int LARGEST_IMAGE = 1_600;
    static final int PAGE = 2_500;
    static final int BYTES_PER_PAGE = 50_000;
    static final int DOCUMENT_ELSEWHERE = 10 * PAGE;

    private static final int PIXELS_PER_TOKEN = 750;
    private static final int HEAD = 65_536;
    private static final int SEARCHED = 262_144;
    private static final byte[] PAGE_MARK = "/Page".getBytes(StandardCharsets.US_ASCII);

    private MediaSize() {}

    /** Tokens of an image block's {@code source}. */
    static double image(Map<?, ?> source) {
        if (source.get("data") instanceof String data) {
            byte[] head = decoded(data, HEAD);
            long pixels = ImageHeader.pixels(head);
            if (pixels > 0) {
                return Math.min(LARGEST_IMAGE, Math.max(1, pixels / PIXELS_PER_TOKEN));
            }
        }
        return LARGEST_IMAGE;
    }

    /** Tokens of a document block's {@code source} that is not text. */
    static double document(Map<?, ?> source) {
        if (source.get("data") instanceof String data) {
            long bytes = data.length() * 3L / 4;
            byte[] head = decoded(data, SEARCHED);
            double seen = pages(head);
            double pages =
                    seen > 0 ? seen * Math.max(1, (double) bytes / head.length) : (double) bytes / BYTES_PER_PAGE;
            return PAGE * Math.max(1, Math.rint(pages));
        }
        return DOCUMENT_ELSEWHERE;
    }

    /** Objects of type {@code /Page}, not {@code /Pages}. */
    private static int pages(byte[] pdf) {
        int pages = 0;
        for (int i = 0; i + PAGE_MARK.length < pdf.length; i++) {
            if (pdf[i] == '/' && matches(pdf, i) && !Character.isLetter(pdf[i + PAGE_MARK.length])) {
                pages++;
            }
        }
        return pages;
    }

    private static boolean matches(byte[] pdf, int at) {
        for (int i = 0; i < PAGE_MARK.length; i++) {
            if (pdf[at + i] != PAGE_MARK[i]) {
                return false;
            }
        }
        return true;
    }

    /** The beginning, so many bytes at most; empty if it is not base64. */
    private static byte[] decoded(String base64, int most) {
        int characters = Math.min(base64.length(), most / 3 * 4) / 4 * 4;
        try {
            return Base64.getDecoder().decode(base64.substring(0, characters));
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
