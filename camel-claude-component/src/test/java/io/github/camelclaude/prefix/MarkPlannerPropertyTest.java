/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.prefix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelclaude.prefix.CachePrefix.Part;
import io.github.camelclaude.simulator.cache.CacheQuery;
import io.github.camelclaude.simulator.cache.PromptCache;
import io.github.camelclaude.simulator.catalog.Catalog;
import io.github.camelclaude.simulator.catalog.Model;
import io.github.camelclaude.simulator.message.MessagesRequest;
import io.github.camelclaude.simulator.message.PromptLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds for any request. The seed is in the name of each run; {@code -Dplanner.seed=17} plays one again, {@code
 * -Dplanner.seeds=100000} many. The service's own view is the simulator's, which knows nothing of the planner.
 */
class MarkPlannerPropertyTest {

    /** How many blocks may have come, by the number of marks behind the prefix. */
    private static final int[] REACH = {0, 20, 22, 42, 43};

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Model MODEL = Catalog.load().model("claude-opus-5-5").orElseThrow();
    private static final int REQUESTS_PER_SEED = 100;

    static LongStream seeds() {
        Long one = Long.getLong("planner.seed");
        return one == null ? LongStream.rangeClosed(1, Long.getLong("planner.seeds", 20)) : LongStream.of(one);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void there_are_never_more_than_four_marks_and_longer_lives_come_first(long seed) {
        RandomPrompts prompts = new RandomPrompts(seed);
        for (int i = 0; i < REQUESTS_PER_SEED; i++) {
            PlannedRequest planned = planned(prompts.body(true), prompts.prefix(), prompts.wish());

            List<CacheLife> marks = marks(planned.body());
            assertThat(marks).hasSizeLessThanOrEqualTo(4);
            assertThat(marks).isSortedAccordingTo(Collections.reverseOrder());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void marks_stand_only_where_the_api_takes_them(long seed) {
        RandomPrompts prompts = new RandomPrompts(seed);
        for (int i = 0; i < REQUESTS_PER_SEED; i++) {
            PlannedRequest planned = planned(prompts.body(true), prompts.prefix(), prompts.wish());

            forEachBlock(planned.body(), block -> {
                if (block.containsKey("cache_control")) {
                    assertThat(block.get("type")).isNotIn("thinking", "redacted_thinking", "of_tomorrow");
                }
            });
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void without_its_marks_the_request_is_the_prefix_and_what_the_user_wrote(long seed) {
        RandomPrompts prompts = new RandomPrompts(seed);
        for (int i = 0; i < REQUESTS_PER_SEED; i++) {
            Map<String, Object> body = prompts.body(true);
            CachePrefix prefix = prompts.prefix();
            String before = json(body);

            Map<String, Object> planned = planned(body, prefix, prompts.wish()).body();

            assertThat(json(body)).isEqualTo(before);
            List<Object> expected = content(null, prefix);
            expected.addAll(content(body, null));
            assertThat(content(planned, null)).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(userBlocks(planned, body)).containsExactlyElementsOf(userBlocks(body, body));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void marks_of_the_users_own_are_kept(long seed) {
        RandomPrompts prompts = new RandomPrompts(seed);
        for (int i = 0; i < REQUESTS_PER_SEED; i++) {
            Map<String, Object> body = prompts.body(true);

            Map<String, Object> planned =
                    planned(body, prompts.prefix(), prompts.wish()).body();

            List<Object> marked = new ArrayList<>();
            forEachBlock(planned, marked::add);
            forEachBlock(body, block -> {
                if (block.containsKey("cache_control")) {
                    assertThat(marked).contains(block);
                }
            });
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_request_without_a_prefix_and_without_a_growing_conversation_is_left_alone(long seed) {
        RandomPrompts prompts = new RandomPrompts(seed);
        for (int i = 0; i < REQUESTS_PER_SEED; i++) {
            Map<String, Object> body = prompts.body(true);

            assertThat(planned(body, null, wish(false)).body()).isSameAs(body);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void however_a_conversation_grows_within_reach_the_entry_written_last_is_read(long seed) {
        RandomPrompts prompts = new RandomPrompts(seed);
        int seen = 0;
        for (int i = 0; i < REQUESTS_PER_SEED / 4; i++) {
            CachePrefix prefix = prompts.prefix();
            Map<String, Object> body = prompts.body(false);
            Map<String, Object> first = planned(body, prefix, wish(true)).body();
            PromptCache cache = new PromptCache();
            CacheQuery written = query(first);
            cache.begin(cache.plan(written, 0), 0, 0);
            long longest = written.marks().stream()
                    .mapToLong(mark -> written.prefixes().get(mark.position()).tokens())
                    .max()
                    .orElse(0);

            Map<String, Object> grown = grown(body, prompts);
            PlannedRequest second = planned(grown, prefix, wish(true));
            CacheQuery asked = query(second.body());
            long moving = second.plan().marks().stream()
                    .filter(mark -> mark.point() >= second.plan().shared())
                    .count();
            int growth = last(asked) - last(written);

            assertThat(moving).isBetween(1L, 4L);
            if (growth < REACH[(int) moving]) {
                assertThat(cache.plan(asked, 1).read())
                        .as("grown by %d blocks, %s", growth, asked.marks())
                        .isGreaterThanOrEqualTo(longest);
                seen++;
            }
        }
        assertThat(seen).isPositive();
    }

    private static int last(CacheQuery query) {
        return query.marks().get(query.marks().size() - 1).position();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_long_conversation_gets_at_least_two_marks(long seed) {
        RandomPrompts prompts = new RandomPrompts(seed);
        for (int i = 0; i < REQUESTS_PER_SEED; i++) {
            CachePlan plan =
                    planned(prompts.body(false), prompts.prefix(), wish(true)).plan();
            int behind = plan.points().size() - plan.shared();

            if (behind > 20) {
                assertThat(plan.marks().stream().filter(mark -> mark.point() >= plan.shared()))
                        .hasSizeGreaterThanOrEqualTo(2);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_prefix_is_the_same_byte_for_byte_whatever_order_its_maps_were_made_in(long seed) {
        RandomPrompts prompts = new RandomPrompts(seed);
        for (int i = 0; i < REQUESTS_PER_SEED; i++) {
            CachePrefix prefix = prompts.anyPrefix();
            CachePrefix again = shuffled(prefix, prompts.random());
            Map<String, Object> body = prompts.body(false);
            MarkPlanner.Wish wish = prompts.wish();

            PlannedRequest one = planned(body, prefix, wish);
            PlannedRequest other = planned(body, again, wish);

            assertThat(json(other.body())).isEqualTo(json(one.body()));
            assertThat(other.plan()).isEqualTo(one.plan());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void calls_that_name_a_prefix_share_its_points_whatever_they_ask(long seed) {
        RandomPrompts prompts = new RandomPrompts(seed);
        for (int i = 0; i < REQUESTS_PER_SEED; i++) {
            CachePrefix prefix = prompts.anyPrefix();
            CachePlan one = planned(question("one"), prefix, wish(false)).plan();
            CachePlan other = planned(question("another"), prefix, wish(false)).plan();

            assertThat(one.shared()).isPositive();
            assertThat(one.points().subList(0, one.shared()))
                    .isEqualTo(other.points().subList(0, other.shared()));
            assertThat(one.marks()).allSatisfy(mark -> assertThat(mark.point()).isLessThan(one.shared()));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void the_plan_says_what_is_sent(long seed) {
        RandomPrompts prompts = new RandomPrompts(seed);
        for (int i = 0; i < REQUESTS_PER_SEED; i++) {
            PlannedRequest planned = planned(prompts.body(false), prompts.prefix(), prompts.wish());

            CachePlan plan = planned.plan();
            assertThat(plan.marks()).extracting(CachePlan.Mark::life).isEqualTo(marks(planned.body()));
            assertThat(plan.points()).extracting(CachePlan.Point::tokens).isSorted();
            assertThat(plan.points()).extracting(CachePlan.Point::hash).doesNotHaveDuplicates();
            plan.marks()
                    .forEach(mark ->
                            assertThat(mark.point()).isBetween(0, plan.points().size() - 1));
            assertThat(plan.shared()).isBetween(0, plan.points().size());
        }
    }

    private static PlannedRequest planned(Map<String, Object> body, CachePrefix prefix, MarkPlanner.Wish wish) {
        return MarkPlanner.plan(body, prefix, wish, new RoughMeasure());
    }

    private static MarkPlanner.Wish wish(boolean conversation) {
        return new MarkPlanner.Wish(CacheLife.FIVE_MINUTES, MarkMode.planned, conversation, Set.of(), 0);
    }

    private static Map<String, Object> question(String words) {
        return RandomPrompts.fields(
                "model", "m", "messages", List.of(RandomPrompts.fields("role", "user", "content", words)));
    }

    private static Map<String, Object> grown(Map<String, Object> body, RandomPrompts prompts) {
        Map<String, Object> grown = new LinkedHashMap<>(body);
        List<Object> messages = new ArrayList<>((List<?>) body.get("messages"));
        for (int i = 0; i <= prompts.random().nextInt(12); i++) {
            messages.add(prompts.turn(messages.size() % 2 == 0 ? "user" : "assistant", 8, true));
        }
        grown.put("messages", messages);
        return grown;
    }

    /** As the simulator sees it, with no least length. */
    private static CacheQuery query(Map<String, Object> body) {
        ObjectNode tree = JSON.valueToTree(body);
        return PromptLayout.marked(new MessagesRequest(tree, MODEL, 1), "w")
                .map(query -> new CacheQuery(query.scope(), query.prefixes(), query.marks(), 0, query.promptTokens()))
                .orElseThrow();
    }

    private static List<CacheLife> marks(Map<String, Object> body) {
        List<CacheLife> marks = new ArrayList<>();
        forEachBlock(body, block -> marks.addAll(WrittenMark.lives(block)));
        CacheLife automatic = WrittenMark.life(body);
        if (automatic != null) {
            marks.add(automatic);
        }
        return marks;
    }

    private static void forEachBlock(Map<String, Object> body, Consumer<Map<?, ?>> seen) {
        for (String field : List.of("tools", "system")) {
            if (body.get(field) instanceof List<?> list) {
                list.forEach(block -> seen.accept((Map<?, ?>) block));
            }
        }
        for (Object turn : (List<?>) body.get("messages")) {
            if (((Map<?, ?>) turn).get("content") instanceof List<?> list) {
                list.forEach(block -> seen.accept((Map<?, ?>) block));
            }
        }
    }

    /** All tools and blocks of a request or a prefix, without marks, as JSON. */
    private static List<Object> content(Map<String, Object> body, CachePrefix prefix) {
        List<Object> content = new ArrayList<>();
        Map<String, Object> source = body;
        if (prefix != null) {
            source = new LinkedHashMap<>();
            source.put("tools", prefix.blocks(Part.TOOLS));
            source.put("system", prefix.blocks(Part.SYSTEM));
            List<Object> turns = new ArrayList<>(prefix.blocks(Part.HISTORY));
            turns.add(RandomPrompts.fields("role", "user", "content", prefix.blocks(Part.DOCUMENTS)));
            source.put("messages", turns);
        }
        if (source == null) {
            return content;
        }
        List<Object> all = new ArrayList<>();
        all.add(source.get("tools"));
        all.add(source.get("system"));
        ((List<?>) source.get("messages")).forEach(turn -> all.add(((Map<?, ?>) turn).get("content")));
        for (Object part : all) {
            if (part instanceof String text) {
                content.add(json(RandomPrompts.fields("type", "text", "text", text)));
            } else if (part instanceof List<?> list) {
                list.forEach(block -> content.add(json(Ordered.sorted(WrittenMark.unmarked((Map<?, ?>) block)))));
            }
        }
        return content.stream()
                .map(Object::toString)
                .map(MarkPlannerPropertyTest::sorted)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static Object sorted(String json) {
        try {
            return json(Ordered.sorted(JSON.readValue(json, Map.class)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Those of a request that another one has, too, in their order. */
    private static List<Object> userBlocks(Map<String, Object> body, Map<String, Object> user) {
        List<Object> mine = content(user, null);
        List<Object> found = content(body, null);
        found.retainAll(mine);
        return found;
    }

    /** The same content from maps that were made in another order. */
    private static CachePrefix shuffled(CachePrefix prefix, Random random) {
        CachePrefix.Builder builder = CachePrefix.named(prefix.name());
        prefix.layers().forEach((part, layer) -> {
            builder.life(part, layer.life());
            layer.blocks().forEach(block -> builder.add(part, List.of((Map<?, ?>) mixed(block, random))));
        });
        return builder.build();
    }

    private static Object mixed(Object value, Random random) {
        if (value instanceof Map<?, ?> map) {
            List<Object> names = new ArrayList<>(map.keySet());
            Collections.shuffle(names, random);
            Map<Object, Object> mixed = random.nextBoolean() ? new LinkedHashMap<>() : new HashMap<>(64);
            names.forEach(name -> mixed.put(name, mixed(map.get(name), random)));
            return mixed;
        }
        return value instanceof List<?> list
                ? list.stream().map(element -> mixed(element, random)).toList()
                : value;
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
