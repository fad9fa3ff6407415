/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long prompt cache marks live in a batch. */
class CacheMarksTest {

    private static final String MARK = "'cache_control':{'type':'ephemeral'}";
    private static final String HOUR = "'cache_control':{'type':'ephemeral','ttl':'1h'}";
    private static final String MINUTES = "'cache_control':{'type':'ephemeral','ttl':'5m'}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'tools':[{'name':'a'},{'name':'b',*}]}",
                "{'system':[{'type':'text','text':'x',*}]}",
                "{'messages':[{'role':'user','content':[{'type':'text','text':'x',*}]}]}",
                "{'messages':[{'role':'user','content':[{'type':'tool_result','content':[{'type':'text','text':'x',*}],*}]}]}",
                "{'messages':[{'role':'assistant','content':[{'type':'tool_use','id':'1','input':{},*}]}]}",
                "{'messages':[{'role':'user','content':[{'type':'document','source':{'type':'content','content':[{'type':'text','text':'x',*}]}}]}]}",
                "{'model':'m',*,'max_tokens':1}"
            })
    void a_mark_lives_for_an_hour_wherever_the_api_has_marks(String request) {
        assertThat(living(request.replace("*", MARK))).isEqualTo(json(request.replace("*", HOUR)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'system':'text','messages':[{'role':'user','content':'cache_control'}]}",
                "{'tools':[{'name':'a','input_schema':{'type':'object','properties':{*}}}]}",
                "{'messages':[{'role':'assistant','content':[{'type':'tool_use','input':{*}}]}]}",
                "{'metadata':{*}}",
                "{'system':[{'type':'text','cache_control':null},{'cache_control':{'type':'other'}},{'cache_control':7}]}",
                "{'tools':3,'system':[1,'x',null],'messages':{'content':[{*}]}}"
            })
    void what_is_somebodys_data_or_no_mark_is_kept(String request) {
        assertThat(living(request.replace("*", MARK))).isEqualTo(json(request.replace("*", MARK)));
    }

    @Test
    void behind_a_short_life_no_longer_one_comes() {
        String request = "{'messages':[{'role':'user','content':[{'type':'text','text':'a',%3$s},"
                + "{'type':'text','text':'b',%4$s}]}],'system':[{'type':'text','text':'s',%2$s}],'tools':[{'name':'t',%1$s}]}";

        assertThat(living(request.formatted(MARK, MARK, MINUTES, MARK)))
                .isEqualTo(json(request.formatted(HOUR, HOUR, MINUTES, MINUTES)));
        assertThat(living(request.formatted(MARK, MINUTES, MARK, MARK)))
                .isEqualTo(json(request.formatted(HOUR, MINUTES, MINUTES, MINUTES)));
        assertThat(living(request.formatted(HOUR, MARK, MARK, MINUTES)))
                .isEqualTo(json(request.formatted(HOUR, HOUR, HOUR, MINUTES)));
    }

    @Test
    void fields_keep_their_order_and_the_request_is_not_changed() {
        Map<String, Object> given =
                json("{'messages':[{'content':[{'type':'text'," + MARK + "}]}],'model':'m'," + MARK + "}");

        assertThat(CacheMarks.living(given).keySet()).containsExactly("messages", "model", "cache_control");
        assertThat(given.toString()).doesNotContain("1h");
    }

    private static Map<String, Object> living(String request) {
        return CacheMarks.living(json(request));
    }

    private static Map<String, Object> json(String text) {
        try {
            return JsonMapper.builder()
                    .build()
                    .readValue(text.replace('\'', '"'), new TypeReference<LinkedHashMap<String, Object>>() {});
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
