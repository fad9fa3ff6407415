/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.monthend;

import io.github.camelclaude.ClaudeConstants;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Header;

/** Which expense has no answer, and why. */
public class Unanswered {

    /** @return a map to be written as JSON */
    public Map<String, Object> of(
            @Header(ClaudeConstants.JOB_KEY) String job,
            @Header(ClaudeConstants.CUSTOM_ID) String id,
            @Header(ClaudeConstants.ITEM_POSITION) Long row,
            @Header(ClaudeConstants.RESULT_TYPE) String result,
            @Header(ClaudeConstants.REJECT_REASON) String reason,
            @Header(ClaudeConstants.REJECT_MESSAGE) String message) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("job", job);
        line.put("id", id);
        line.put("row", row);
        line.put("result", result);
        line.put("reason", reason);
        line.put("message", message);
        return line;
    }
}
