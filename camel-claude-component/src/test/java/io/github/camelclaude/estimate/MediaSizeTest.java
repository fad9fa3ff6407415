/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MediaSizeTest {

    @Test
    void an_image_is_its_area_whatever_its_format() {
        assertThat(image(png(750, 400))).isEqualTo(400);
        assertThat(image(gif(750, 400))).isEqualTo(400);
        assertThat(image(jpeg(750, 400))).isEqualTo(400);
        assertThat(image(webp(750, 400))).isEqualTo(400);
    }

    @Test
    void a_large_image_is_scaled_down_by_the_service_and_a_tiny_one_is_something() {
        assertThat(image(png(4_000, 3_000))).isEqualTo(MediaSize.LARGEST_IMAGE);
        assertThat(image(png(1, 1))).isEqualTo(1);
    }

    @Test
    void an_image_that_cannot_be_read_is_taken_for_the_largest() {
        assertThat(image(new byte[0])).isEqualTo(MediaSize.LARGEST_IMAGE);
        assertThat(image(new byte[] {(byte) 0xFF, (byte) 0xD8, 1, 2})).isEqualTo(MediaSize.LARGEST_IMAGE);
        assertThat(image(png(-5, 7))).isEqualTo(MediaSize.LARGEST_IMAGE);
        assertThat(MediaSize.image(Map.of("data", "***"))).isEqualTo(MediaSize.LARGEST_IMAGE);
        assertThat(MediaSize.image(Map.of("type", "url", "url", "https://example.org/x.png")))
                .isEqualTo(MediaSize.LARGEST_IMAGE);
    }

    @Test
    void a_document_is_its_pages() {
        String pdf = "%PDF-1.4\n1 0 obj <</Type /Pages /Count 3>> endobj\n"
                + "2 0 obj <</Type /Page /Parent 1 0 R>> endobj\n".repeat(3);

        assertThat(document(pdf.getBytes(StandardCharsets.US_ASCII))).isEqualTo(3.0 * MediaSize.PAGE);
    }

    @Test
    void a_document_whose_pages_are_not_named_goes_by_its_size() {
        assertThat(document(new byte[400_000])).isEqualTo(8.0 * MediaSize.PAGE);
        assertThat(document(new byte[10])).isEqualTo(MediaSize.PAGE);
        assertThat(MediaSize.document(Map.of("type", "file", "file_id", "file_1")))
                .isEqualTo(MediaSize.DOCUMENT_ELSEWHERE);
    }

    private static double image(byte[] bytes) {
        return MediaSize.image(
                Map.of("type", "base64", "data", Base64.getEncoder().encodeToString(bytes)));
    }

    private static double document(byte[] bytes) {
        return MediaSize.document(
                Map.of("type", "base64", "data", Base64.getEncoder().encodeToString(bytes)));
    }

    private static byte[] png(int width, int height) {
        return ByteBuffer.allocate(40)
                .put(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 'I', 'H', 'D', 'R'})
                .putInt(width)
                .putInt(height)
                .array();
    }

    private static byte[] gif(int width, int height) {
        return ByteBuffer.allocate(20)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("GIF89a".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) width)
                .putShort((short) height)
                .array();
    }

    /** With a long comment before the frame, as cameras write it. */
    private static byte[] jpeg(int width, int height) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            out.write(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE1, 0x20, 0x00});
            out.write(new byte[0x2000 - 2]);
            out.write(ByteBuffer.allocate(20)
                    .put(new byte[] {(byte) 0xFF, (byte) 0xC0, 0, 17, 8})
                    .putShort((short) height)
                    .putShort((short) width)
                    .array());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    private static byte[] webp(int width, int height) {
        byte[] webp = new byte[40];
        System.arraycopy("RIFF\0\0\0\0WEBPVP8X".getBytes(StandardCharsets.US_ASCII), 0, webp, 0, 16);
        for (int i = 0; i < 3; i++) {
            webp[24 + i] = (byte) (width - 1 >> 8 * i);
            webp[27 + i] = (byte) (height - 1 >> 8 * i);
        }
        return webp;
    }
}
