/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.estimate;

/** What a request is made of. Each class has its own number of tokens per unit. */
public enum ContentClass {
    /** Running text in Latin letters; in characters. */
    PROSE,
    /** Tables, lists and logs that are numbers for a good part; in characters. */
    FIGURES,
    /** Program text and markup; in characters. */
    CODE,
    /** JSON, tool definitions and schemas included; in characters. */
    JSON,
    /** Ideographs, kana, Hangul and pictographs; in code points. */
    CJK,
    /** Letters of other scripts, such as Cyrillic, Arabic or Devanagari; in characters. */
    OTHER_SCRIPT,
    /** Base64, hexadecimal and other text without words; in characters. */
    BASE64,
    /** Images and documents; in tokens by the rules of {@link MediaSize}. */
    MEDIA,
    /** What holds messages, blocks and tools together; in tokens by the rules of {@link RequestReader}. */
    FRAME
}
