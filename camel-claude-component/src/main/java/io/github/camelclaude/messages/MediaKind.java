/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import java.util.Locale;

/** What the API takes besides text, told by the first bytes. */
enum MediaKind {
    PDF("document", "application/pdf"),
    PNG("image", "image/png"),
    JPEG("image", "image/jpeg"),
    GIF("image", "image/gif"),
    WEBP("image", "image/webp"),
    OTHER("text", "text/plain");

    private final String blockType;
    private final String mediaType;

    MediaKind(String blockType, String mediaType) {
        this.blockType = blockType;
        this.mediaType = mediaType;
    }

    static MediaKind of(byte[] bytes) {
        if (startsWith(bytes, 0, '%', 'P', 'D', 'F', '-')) {
            return PDF;
        }
        if (startsWith(bytes, 0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n')) {
            return PNG;
        }
        if (startsWith(bytes, 0, 0xFF, 0xD8, 0xFF)) {
            return JPEG;
        }
        if (startsWith(bytes, 0, 'G', 'I', 'F', '8')) {
            return GIF;
        }
        if (startsWith(bytes, 0, 'R', 'I', 'F', 'F') && startsWith(bytes, 8, 'W', 'E', 'B', 'P')) {
            return WEBP;
        }
        return OTHER;
    }

    private static boolean startsWith(byte[] bytes, int offset, int... expected) {
        if (bytes.length < offset + expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if ((bytes[offset + i] & 0xFF) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    String blockType() {
        return blockType;
    }

    String mediaType() {
        return mediaType;
    }

    String description() {
        return this == OTHER ? "neither a PDF nor an image that the API takes" : mediaType;
    }

    /** A claim that names a PDF or an image has to name this one; any other claim says nothing about it. */
    boolean agreesWith(String contentType) {
        if (contentType == null) {
            return true;
        }
        String claim = contentType.strip().toLowerCase(Locale.ROOT);
        boolean claimsMedia = claim.startsWith("application/pdf") || claim.startsWith("image/");
        return !claimsMedia || claim.startsWith(mediaType) || this == JPEG && claim.startsWith("image/jpg");
    }
}
