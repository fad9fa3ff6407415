/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.prefix;

import io.github.camelclaude.prefix.CacheNote.Reason;
import io.github.camelclaude.prefix.CachePrefix.Part;
import io.github.camelclaude.prefix.Sheet.Block;
import io.github.camelclaude.prefix.Sheet.Segment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Puts a prefix in front of a request and decides where it is marked.
 *
 * <p>The service knows at most {@value #MOST} marks. It writes an entry only at a mark, and from a mark it looks back over
 * {@value #REACH} blocks, the marked one included, for one that was written earlier. So the marks have two tasks: to write
 * what a later call will look for, and to look where an earlier call has written.
 *
 * <p><b>The prefix</b> is the same in each call: a mark at its end writes it, and the same mark finds it. A layer within it
 * gets a mark of its own only where that can pay: where its life differs from the next one's, where another prefix begins
 * the same and goes on differently, where something of the call's own comes next.
 *
 * <p><b>The conversation</b> behind it grows by some blocks from call to call. Nothing is remembered about the call before,
 * because the next one may run on another node: what is left of the marks goes to the last block, to some shortly before it,
 * and to one further back. Their windows touch each other, so that the entry that the call before wrote at its last block is
 * found as long as not more than about {@value #REACH} blocks have come since, with three marks twice as many. A block that
 * can't be marked is passed over backwards; nothing was ever written there, so the gap hides nothing. What is found is not
 * written again: more marks cost nothing.
 *
 * <p>Marks of the user's own are kept, count, and win: with one in the messages or beside them, the planner leaves the
 * conversation to the user. No mark lives longer than one before it.
 *
 * <p>Source: <a href="https://docs.claude.com/en/docs/build-with-claude/prompt-caching">Prompt caching</a>.
 */
public final class MarkPlanner {

    /** The service knows no more. */
    static final int MOST = 4;

    /** How many blocks a mark looks back over, itself included. */
    static final int REACH = 20;

    /**
     * How far before the last block the marks of a conversation are, for as many as there are. One at the last block is found
     * by a conversation that only grows; one before the last by a call whose last block is another, as a question that is asked
     * again in other words or notes that are only put behind the newest turn; one three before the last by one whose last turn is
     * another; and one {@value #REACH} before that looks further back.
     */
    private static final int[][] BACK = {{}, {0}, {0, 2}, {0, 2, 22}, {0, 1, 3, 23}};

    /** How much longer than estimated a prompt may be: a mark is left out only where the prompt is surely too short. */
    static final double UNCERTAINTY = 1.25;

    /**
     * What is wished for a call.
     *
     * @param life         how long entries live where the prefix says nothing
     * @param mode         who sets the marks
     * @param conversation whether the messages behind the prefix will be sent again, with more behind them
     * @param sharedEnds   the layers of the prefix up to which another prefix is the same
     * @param leastTokens  how long a prompt the model caches must be, in tokens; 0 if not known
     */
    public record Wish(CacheLife life, MarkMode mode, boolean conversation, Set<Part> sharedEnds, long leastTokens) {

        public Wish {
            sharedEnds = Set.copyOf(sharedEnds);
        }
    }

    private final CachePrefix prefix;
    private final Wish wish;
    private final Sheet sheet;
    private final List<Block> blocks;
    private final List<CacheNote> notes = new ArrayList<>();
    private final CacheLife automatic;

    private MarkPlanner(Map<String, Object> body, CachePrefix prefix, Wish wish, TokenMeasure measure) {
        this.prefix = prefix;
        this.wish = wish;
        this.sheet = new Sheet(body, prefix, wish.mode() == MarkMode.planned && wish.conversation());
        this.blocks = sheet.blocks();
        this.automatic = WrittenMark.life(body);
        count(measure);
    }

    /**
     * Plans a request.
     *
     * @param body   the fields of the request; it is not changed
     * @param prefix what comes in front, or null
     */
    public static PlannedRequest plan(Map<String, Object> body, CachePrefix prefix, Wish wish, TokenMeasure measure) {
        if (wish.mode() == MarkMode.none && prefix != null) {
            return new PlannedRequest(new Sheet(body, prefix, false).body(), CachePlan.NONE, List.of());
        }
        boolean conversation = wish.mode() != MarkMode.none && wish.conversation();
        MarkPlanner planner = new MarkPlanner(body, prefix, wish, measure);
        if (prefix == null && !conversation) {
            return new PlannedRequest(body, planner.described(Map.of()), List.of());
        }
        return planner.planned();
    }

    private PlannedRequest planned() {
        List<Integer> wanted = wanted();
        TreeMap<Integer, CacheLife> marks = lives(wanted);
        marks.forEach((block, life) -> blocks.get(block).fields.put(WrittenMark.FIELD, WrittenMark.of(life)));
        if (isAutomatic()) {
            sheet.body().put(WrittenMark.FIELD, WrittenMark.of(automaticLife(marks)));
        }
        return new PlannedRequest(sheet.body(), described(marks), notes);
    }

    // What is wished, the most important first

    private List<Integer> wanted() {
        int left = Math.max(0, MOST - userMarks() - (isAutomatic() ? 1 : 0));
        boolean moving = wish.mode() == MarkMode.planned && wish.conversation() && !usersOwnConversation();
        Set<Integer> wanted = new LinkedHashSet<>();
        int forPrefix = moving ? Math.min(left, Math.max(1, left - 2)) : left;
        staticEnds().stream().limit(forPrefix).forEach(wanted::add);
        if (prefix != null && left == 0) {
            note(
                    Reason.NO_MARK_LEFT,
                    "the request has %d marks of its own, and there may be %d in all".formatted(userMarks(), MOST));
        }
        if (moving) {
            int lowest = wanted.stream().mapToInt(Integer::intValue).max().orElse(-1);
            for (int back : BACK[left - wanted.size()]) {
                int at = markable(blocks.size() - 1 - back);
                if (at > lowest && blocks.get(at).own.isEmpty() && isLongEnough(at)) {
                    wanted.add(at);
                }
            }
        }
        return List.copyOf(wanted);
    }

    /** The ends of layers that get a mark: that of the prefix first, then the longer before the shorter. */
    private List<Integer> staticEnds() {
        List<Part> parts = new ArrayList<>(sheet.ends().keySet());
        List<Integer> ends = new ArrayList<>();
        for (int i = parts.size() - 1; i >= 0; i--) {
            Part part = parts.get(i);
            boolean last = i == parts.size() - 1;
            int end = markable(sheet.ends().get(part));
            boolean can = end >= 0 && sheet.isOfPrefix(end);
            if (last && !can) {
                note(Reason.NOTHING_TO_MARK, "none of its blocks may be marked");
            }
            if (can && (last || pays(part, parts.get(i + 1)))) {
                if (isLongEnough(end)) {
                    ends.add(end);
                } else if (last) {
                    note(
                            Reason.TOO_SHORT,
                            "it ends after about %,d tokens, and the model caches prompts of %,d and more"
                                    .formatted(blocks.get(end).tokens, wish.leastTokens()));
                }
            }
        }
        if (sheet.hasOwnTools() && parts.stream().anyMatch(part -> part != Part.TOOLS)) {
            note(
                    Reason.OWN_TOOLS,
                    "the call has %d tools of its own, which come before its system prompt and messages: what follows is"
                                    .formatted(sheet.ownTools())
                            + " cached for calls with the same tools only");
        }
        if (sheet.hasOwnSystem() && (prefix.has(Part.DOCUMENTS) || prefix.has(Part.HISTORY))) {
            note(
                    Reason.OWN_SYSTEM,
                    "the call has a system prompt of its own, which comes before documents and history: these are cached"
                            + " for calls with the same system prompt only");
        }
        return ends;
    }

    private boolean pays(Part part, Part next) {
        return life(part) != life(next)
                || wish.sharedEnds().contains(part)
                || part == Part.TOOLS && (sheet.hasOwnTools() || sheet.hasOwnSystem() && next != Part.SYSTEM)
                || part == Part.SYSTEM && sheet.hasOwnSystem();
    }

    /** What is behind must not live longer, so it lives as long as the longest behind it. */
    private CacheLife life(Part part) {
        return prefix.layers().keySet().stream()
                        .filter(other -> other.compareTo(part) >= 0)
                        .anyMatch(other -> prefix.life(other, wish.life()) == CacheLife.ONE_HOUR)
                ? CacheLife.ONE_HOUR
                : CacheLife.FIVE_MINUTES;
    }

    private int markable(int from) {
        int at = from;
        while (at >= 0 && !blocks.get(at).markable) {
            at--;
        }
        return at;
    }

    private boolean isLongEnough(int block) {
        return blocks.get(block).tokens * UNCERTAINTY >= wish.leastTokens();
    }

    // Lives

    /** A mark before a longer one of the user's becomes long; one behind a shorter one becomes short. */
    private TreeMap<Integer, CacheLife> lives(List<Integer> wanted) {
        TreeMap<Integer, CacheLife> marks = new TreeMap<>();
        int lastHour = lastUserHour();
        boolean shortSeen = false;
        TreeSet<Integer> ascending = new TreeSet<>(wanted);
        for (int i = 0; i < blocks.size(); i++) {
            if (ascending.contains(i)) {
                CacheLife wished = wishedLife(i);
                CacheLife life = i <= lastHour ? CacheLife.ONE_HOUR : shortSeen ? CacheLife.FIVE_MINUTES : wished;
                if (life != wished) {
                    note(
                            Reason.OTHER_LIFE,
                            "a mark that was to live for %s lives for %s because of the request's own marks: longer lives have to come first"
                                    .formatted(wished.label(), life.label()));
                }
                marks.put(i, life);
                shortSeen |= life == CacheLife.FIVE_MINUTES;
            }
            shortSeen |= blocks.get(i).own.contains(CacheLife.FIVE_MINUTES);
        }
        return marks;
    }

    private CacheLife wishedLife(int block) {
        for (Map.Entry<Part, Integer> end : sheet.ends().entrySet()) {
            if (block <= end.getValue() && sheet.isOfPrefix(block)) {
                return life(end.getKey());
            }
        }
        boolean shortPrefix = prefix != null
                && prefix.layers().keySet().stream().anyMatch(part -> life(part) == CacheLife.FIVE_MINUTES);
        return shortPrefix ? CacheLife.FIVE_MINUTES : wish.life();
    }

    private int lastUserHour() {
        if (automatic == CacheLife.ONE_HOUR) {
            return blocks.size();
        }
        int last = -1;
        for (int i = 0; i < blocks.size(); i++) {
            last = blocks.get(i).own.contains(CacheLife.ONE_HOUR) ? i : last;
        }
        return last;
    }

    // Marks of the user's own, and the service's

    private int userMarks() {
        return blocks.stream().mapToInt(block -> block.own.size()).sum() + (isUsersAutomaticCounted() ? 1 : 0);
    }

    private boolean isUsersAutomaticCounted() {
        int last = lastCacheable();
        return automatic != null && !(last >= 0 && WrittenMark.life(blocks.get(last).fields) != null);
    }

    private boolean usersOwnConversation() {
        return automatic != null
                || blocks.stream().anyMatch(block -> block.segment == Segment.MESSAGES && !block.own.isEmpty());
    }

    /** Whether the service is asked to mark the last block. */
    private boolean isAutomatic() {
        return wish.mode() == MarkMode.automatic
                && wish.conversation()
                && !usersOwnConversation()
                && userMarks() < MOST;
    }

    private CacheLife automaticLife(Map<Integer, CacheLife> marks) {
        boolean shortSeen = marks.containsValue(CacheLife.FIVE_MINUTES)
                || blocks.stream().anyMatch(block -> block.own.contains(CacheLife.FIVE_MINUTES));
        return shortSeen ? CacheLife.FIVE_MINUTES : wishedLife(blocks.size());
    }

    private int lastCacheable() {
        int at = blocks.size() - 1;
        while (at >= 0
                && (blocks.get(at).segment == Segment.TOOLS
                        ? !WrittenMark.canMarkTool(blocks.get(at).fields)
                        : !WrittenMark.canMarkBlock(blocks.get(at).fields))) {
            at--;
        }
        return at;
    }

    // The plan

    private CachePlan described(Map<Integer, CacheLife> planned) {
        TreeMap<Integer, CacheLife> marks = new TreeMap<>(planned);
        for (int i = 0; i < blocks.size(); i++) {
            List<CacheLife> own = blocks.get(i).own;
            if (!own.isEmpty()) {
                marks.put(i, own.get(own.size() - 1));
            }
        }
        CacheLife everywhere = WrittenMark.life(sheet.body());
        int last = lastCacheable();
        if (everywhere != null && last >= 0) {
            marks.putIfAbsent(last, everywhere);
        }
        if (marks.isEmpty()) {
            return CachePlan.NONE;
        }
        TreeSet<Integer> reached = new TreeSet<>();
        marks.keySet().forEach(mark -> {
            for (int i = Math.max(0, mark - REACH + 1); i <= mark; i++) {
                reached.add(i);
            }
        });
        List<CachePlan.Point> points = new ArrayList<>();
        List<CachePlan.Mark> at = new ArrayList<>();
        int shared = 0;
        int end =
                sheet.ends().values().stream().mapToInt(Integer::intValue).max().orElse(-1);
        List<String> hashes = hashes(reached);
        for (int block : reached) {
            if (marks.containsKey(block)) {
                at.add(new CachePlan.Mark(points.size(), marks.get(block)));
            }
            shared += block <= end ? 1 : 0;
            points.add(new CachePlan.Point(hashes.get(points.size()), blocks.get(block).tokens));
        }
        return new CachePlan(prefix == null ? "" : prefix.name(), points, at, shared);
    }

    private List<String> hashes(TreeSet<Integer> reached) {
        PromptHash hash = new PromptHash();
        List<String> hashes = new ArrayList<>();
        Segment segment = Segment.TOOLS;
        int turn = -1;
        for (int i = 0; i <= reached.last(); i++) {
            Block block = blocks.get(i);
            if (segment == Segment.TOOLS && block.segment != Segment.TOOLS) {
                hash.mix("system", beforeSystem());
            }
            if (segment != Segment.MESSAGES && block.segment == Segment.MESSAGES) {
                hash.mix("messages", beforeMessages());
            }
            segment = block.segment;
            if (block.turn != turn) {
                turn = block.turn;
                hash.mix("role", sheet.role(turn));
            }
            hash.block(block.fields);
            if (reached.contains(i)) {
                hashes.add(hash.now());
            }
        }
        return hashes;
    }

    /** What changes system prompt and messages, and leaves tools as they are. */
    private Map<String, Object> beforeSystem() {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("speed", sheet.body().get("speed"));
        options.put("format", outputConfig("format"));
        options.put(
                "citations",
                blocks.stream()
                        .anyMatch(block -> block.fields.get("citations") instanceof Map<?, ?> citations
                                && Boolean.TRUE.equals(citations.get("enabled"))));
        return options;
    }

    /** What changes the messages only. */
    private Map<String, Object> beforeMessages() {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("tool_choice", sheet.body().get("tool_choice"));
        options.put("thinking", sheet.body().get("thinking"));
        options.put("effort", outputConfig("effort"));
        options.put("images", blocks.stream().anyMatch(block -> "image".equals(block.fields.get("type"))));
        return options;
    }

    private Object outputConfig(String field) {
        return sheet.body().get("output_config") instanceof Map<?, ?> config ? config.get(field) : null;
    }

    private void count(TokenMeasure measure) {
        long tokens = 0;
        Segment segment = null;
        int turn = -1;
        for (Block block : blocks) {
            if (segment == null && block.segment == Segment.TOOLS) {
                tokens += measure.anyTools();
            }
            if ((segment == null || segment == Segment.TOOLS) && block.segment != Segment.TOOLS) {
                tokens += outputConfig("format") == null ? 0 : measure.structure(outputConfig("format"));
            }
            segment = block.segment;
            if (block.turn != turn) {
                turn = block.turn;
                tokens += measure.turn();
            }
            tokens += segment == Segment.TOOLS ? measure.structure(block.fields) : measure.block(block.fields);
            block.tokens = tokens;
        }
    }

    private void note(Reason reason, String words) {
        notes.add(new CacheNote(reason, words));
    }
}
