/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.estimate;

/** Reads width and height from the beginning of a PNG, GIF, JPEG or WebP file. */
final class ImageHeader {

    private final byte[] head;

    private ImageHeader(byte[] head) {
        this.head = head;
    }

    /** Width times height, or 0 if they can't be read. */
    static long pixels(byte[] head) {
        ImageHeader header = new ImageHeader(head);
        if (header.has(0, 0x89, 'P', 'N', 'G')) {
            return header.product(header.big(16, 4), header.big(20, 4));
        }
        if (header.has(0, 'G', 'I', 'F', '8')) {
            return header.product(header.little(6, 2), header.little(8, 2));
        }
        if (header.has(0, 0xFF, 0xD8)) {
            return header.jpeg();
        }
        return header.has(0, 'R', 'I', 'F', 'F') && header.has(8, 'W', 'E', 'B', 'P') ? header.webp() : 0;
    }

    /** Walks the segments up to the one that begins a frame. */
    private long jpeg() {
        int at = 2;
        while (at + 9 < head.length && at(at) == 0xFF) {
            int marker = at(at + 1);
            boolean frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
            if (frame) {
                return product(big(at + 7, 2), big(at + 5, 2));
            }
            at += 2 + (int) Math.max(2, big(at + 2, 2));
        }
        return 0;
    }

    private long webp() {
        if (has(12, 'V', 'P', '8', 'X')) {
            return product(little(24, 3) + 1, little(27, 3) + 1);
        }
        if (has(12, 'V', 'P', '8', 'L')) {
            long bits = little(21, 4);
            return product((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1);
        }
        return has(12, 'V', 'P', '8', ' ') ? product(little(26, 2) & 0x3FFF, little(28, 2) & 0x3FFF) : 0;
    }

    private long product(long width, long height) {
        return width > 0 && height > 0 && width <= 1_000_000 && height <= 1_000_000 ? width * height : 0;
    }

    private boolean has(int from, int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (at(from + i) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private long big(int from, int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | at(from + i) & 0xFF;
        }
        return value;
    }

    private long little(int from, int length) {
        long value = 0;
        for (int i = length - 1; i >= 0; i--) {
            value = value << 8 | at(from + i) & 0xFF;
        }
        return value;
    }

    /** The byte there, or -1 behind the end. */
    private int at(int index) {
        return index < head.length ? head[index] & 0xFF : -1;
    }
}
