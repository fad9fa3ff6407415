/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.messages.BodyFormat;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.StreamCache;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.converter.stream.InputStreamCache;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a body may be, and how it is read. */
class ItemSourceTest extends ItemTestSupport {

    private static final String LINE = "{\"id\":\"a\",\"text\":\"Hello\"}\n";
    private static final String ROWS = "id,text\na,Hello\n";

    // Elements

    @Test
    void whatever_has_elements_is_read_element_by_element() {
        List<String> both = List.of("one", "two");
        for (Object body : List.of(
                both,
                (Iterable<String>) both::iterator,
                both.iterator(),
                both.stream(),
                new Object[] {"one", "two"},
                new String[] {"one", "two"})) {
            List<HandedIn> items = read(body);
            assertThat(ids(items)).as(body.getClass().getName()).containsExactly("row-1", "row-2");
            assertThat(prompts(items)).containsExactly("one", "two");
        }
        assertThat(prompts(read(IntStream.of(7, 8)))).containsExactly("7", "8");
        assertThat(prompts(read(new int[] {7, 8}))).containsExactly("7", "8");
        assertThat(read(List.of())).isEmpty();
    }

    @Test
    void an_item_may_be_a_file_or_bytes_as_a_prompt_may(@TempDir Path temp) throws IOException {
        Path file = Files.writeString(temp.resolve("letter.txt"), "From a file");
        byte[] pdf = "%PDF-1.7 rest".getBytes(StandardCharsets.ISO_8859_1);

        List<HandedIn> items = read(List.of(file.toFile(), "bytes".getBytes(StandardCharsets.UTF_8), pdf));

        assertThat(prompt(items.get(0))).isEqualTo("From a file");
        assertThat(prompt(items.get(1))).isEqualTo("bytes");
        assertThat(prompt(items.get(2)).toString()).contains("application/pdf");
    }

    @Test
    void the_endpoint_fills_in_what_an_item_does_not_say() {
        defaults.put("system", "Be brief");
        defaults.put("output_config", Map.of("effort", "low", "format", "json"));

        List<HandedIn> items = read(List.of(
                "Hello",
                Map.of(
                        "custom_id",
                        "b",
                        "params",
                        Map.of(
                                "max_tokens", 5,
                                "output_config", Map.of("effort", "max"),
                                "messages", List.of(Map.of("role", "user", "content", "Hi"))))));

        assertThat(good(items.get(0)).params())
                .containsEntry("model", MODEL)
                .containsEntry("max_tokens", 100L)
                .containsEntry("system", "Be brief");
        assertThat(good(items.get(1)).params())
                .containsEntry("model", MODEL)
                .containsEntry("max_tokens", 5)
                .containsEntry("system", "Be brief")
                .containsEntry("output_config", Map.of("effort", "max", "format", "json"));
    }

    @Test
    void a_header_of_the_exchange_speaks_for_all_items_that_do_not_say_it_themselves() {
        exchange.getMessage().setHeader(ClaudeConstants.MODEL, "claude-opus-5-5");

        List<HandedIn> items = lines(LINE + "{\"id\":\"b\",\"model\":\"claude-sonnet-5-5\",\"messages\":"
                + "[{\"role\":\"user\",\"content\":\"Hi\"}]}");

        assertThat(items)
                .extracting(item -> good(item).params().get("model"))
                .containsExactly("claude-opus-5-5", "claude-sonnet-5-5");
    }

    @Test
    void a_map_is_an_item_of_the_api_or_a_request_or_a_text_with_an_id() {
        Map<String, Object> turn = Map.of("role", "user", "content", "Hi");
        itemContext = List.of("city");

        List<HandedIn> items = read(List.of(
                Map.of(
                        "custom_id",
                        "a",
                        "city",
                        "Rome",
                        "context",
                        Map.of("lines", 3),
                        "params",
                        Map.of("messages", List.of(turn))),
                Map.of("id", 17, "city", "Oslo", "context", Map.of("ok", true), "messages", List.of(turn)),
                Map.of("id", "c", "text", 42, "city", "Bonn", "other", "is left")));

        assertThat(ids(items)).containsExactly("a", "17", "c");
        assertThat(prompts(items)).containsExactly("Hi", "Hi", "42");
        assertThat(good(items.get(0)).context()).isEqualTo(Map.of("lines", 3, "city", "Rome"));
        assertThat(good(items.get(1)).context()).isEqualTo(Map.of("ok", true, "city", "Oslo"));
        assertThat(good(items.get(2)).context()).isEqualTo(Map.of("city", "Bonn"));
        assertThat(items)
                .allSatisfy(
                        item -> assertThat(good(item).params()).containsOnlyKeys("model", "max_tokens", "messages"));
    }

    @Test
    void ids_are_text_or_numbers_of_any_length() {
        String longest = "x".repeat(10_000);

        List<HandedIn> items =
                lines("{\"id\":17,\"text\":\"t\"}\n{\"id\":17.0,\"text\":\"t\"}\n{\"id\":1.5,\"text\":\"t\"}\n"
                        + "{\"id\":\"Zoë ☂ 1\",\"text\":\"t\"}\n{\"id\":\"" + longest + "\",\"text\":\"t\"}\n"
                        + "{\"id\":123456789012345678901234567890,\"text\":\"t\"}");

        assertThat(ids(items)).containsExactly("17", "17", "1.5", "Zoë ☂ 1", longest, "123456789012345678901234567890");
    }

    @Test
    void an_exchange_or_a_message_brings_its_body_as_the_endpoint_takes_bodies_and_its_headers() {
        itemContext = List.of("invoice", "CamelFileName", "missing");
        Exchange first = collected("Hello", Map.of(ClaudeConstants.CUSTOM_ID, "a", "invoice", 7, "CamelFileName", "f"));
        Exchange second = collected("Hi", Map.of(ClaudeConstants.MODEL, "claude-opus-5-5"));

        List<HandedIn> items = read(List.of(first, second, first.getMessage()));

        assertThat(ids(items)).containsExactly("a", second.getExchangeId(), "a");
        assertThat(prompts(items)).containsExactly("Hello", "Hi", "Hello");
        assertThat(good(items.get(0)).context()).isEqualTo(Map.of("invoice", 7, "CamelFileName", "f"));
        assertThat(good(items.get(1)).params()).containsEntry("model", "claude-opus-5-5");

        bodyFormat = BodyFormat.request;
        Exchange request =
                collected("{\"messages\":[{\"role\":\"user\",\"content\":\"Hey\"}],\"max_tokens\":9}", Map.of());
        assertThat(good(read(List.of(request)).get(0)).params()).containsEntry("max_tokens", 9);
    }

    private Exchange collected(Object body, Map<String, Object> headers) {
        Exchange collected = new DefaultExchange(context);
        collected.getMessage().setBody(body);
        collected.getMessage().setHeaders(new java.util.HashMap<>(headers));
        return collected;
    }

    @Test
    void what_comes_back_with_a_result_is_simple_and_steers_nothing() {
        UUID uuid = UUID.randomUUID();
        Map<String, Object> values = Map.of("u", uuid, "n", Double.NaN, "b", true, "t", java.time.LocalDate.EPOCH);
        assertThat(good(item(Map.of("context", values))).context())
                .isEqualTo(Map.of("u", uuid.toString(), "n", "NaN", "b", true, "t", "1970-01-01"));

        assertThat(bad(item(Map.of("context", Map.of("camelHttpUri", "http://elsewhere"))))
                        .message())
                .isEqualTo("Element 1: a name in context begins with Camel; call it otherwise, or list it in the option"
                        + " itemContext");
        assertThat(bad(item(Map.of("context", Map.of("\n", "x")))).message())
                .isEqualTo("Element 1: a name in context is blank or has control characters; name it otherwise");
        assertThat(bad(item(Map.of("context", Map.of("l", List.of(1))))).message())
                .isEqualTo(
                        "Element 1: a value of the context is a list; what comes back with a result has to be text, a"
                                + " number or a boolean");
        assertThat(bad(read(List.of(Map.of("custom_id", "a", "params", Map.of(), "context", 5)))
                                .get(0))
                        .message())
                .isEqualTo("Element 1: context is no object; it has to be one, of simple values by name");
    }

    private HandedIn item(Map<String, Object> more) {
        Map<String, Object> fields = new java.util.HashMap<>(Map.of("id", "a", "text", "t"));
        fields.putAll(more);
        return read(List.of(fields)).get(0);
    }

    // Files and streams

    @Test
    void whatever_has_bytes_or_characters_is_read_as_jsonl_or_csv(@TempDir Path temp) throws IOException {
        Path file = Files.writeString(temp.resolve("items.jsonl"), LINE);
        GenericFile<java.io.File> wrapped = new GenericFile<>();
        wrapped.setFile(file.toFile());
        byte[] bytes = LINE.getBytes(StandardCharsets.UTF_8);
        assertThat(ids(read(file))).containsExactly("a");
        assertThat(ids(read(file.toFile()))).containsExactly("a");
        assertThat(ids(read(wrapped))).containsExactly("a");
        format = ItemFormat.jsonl;
        for (Object body : List.of(
                bytes,
                LINE,
                new StringBuilder(LINE),
                new ByteArrayInputStream(bytes),
                new StringReader(LINE),
                new InputStreamCache(bytes))) {
            assertThat(prompts(read(body))).as(body.getClass().getName()).containsExactly("Hello");
        }
        assertThat(prompts(rows(ROWS))).containsExactly("Hello");
    }

    @Test
    void a_stream_that_camel_has_cached_is_read_from_its_beginning() throws IOException {
        StreamCache cache = new InputStreamCache(LINE.getBytes(StandardCharsets.UTF_8));
        ((InputStream) cache).skip(5);
        format = ItemFormat.jsonl;

        assertThat(ids(read(cache))).containsExactly("a");
        assertThat(ids(read(cache))).containsExactly("a");
    }

    @ParameterizedTest
    @CsvSource({
        "x.jsonl,,a",
        "X.NDJSON,,a",
        "x.jsonl,text/csv,a",
        ",application/x-ndjson,a",
        "x.txt,application/jsonl; charset=utf-8,a",
        ",Application/X-JSONL,a"
    })
    void the_file_name_tells_the_format_or_else_the_content_type(String name, String type, String id) {
        exchange.getMessage().setHeader(Exchange.FILE_NAME, name);
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, type);
        assertThat(ids(read(LINE))).containsExactly(id);

        exchange.getMessage()
                .setHeader(Exchange.FILE_NAME, name == null ? null : name.replaceAll("(?i)(jsonl|ndjson)", "csv"));
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "text/csv");
        assertThat(ids(read(ROWS))).containsExactly(id);
    }

    @Test
    void a_format_that_nothing_tells_is_not_guessed() {
        assertThatThrownBy(() -> read(LINE))
                .isInstanceOf(ClaudeInvalidRequestException.class)
                .hasMessage(
                        "It can't be told whether the message body is JSONL or CSV: no file name ends in .jsonl, .ndjson"
                                + " or .csv, and the header Content-Type names neither. Nothing was sent; set itemFormat=jsonl or"
                                + " itemFormat=csv");
    }

    @Test
    void any_other_body_is_refused_by_its_type() {
        assertThatThrownBy(() -> read(Map.of("id", "a")))
                .isInstanceOf(ClaudeInvalidRequestException.class)
                .hasMessageMatching("A message body of type java\\.util\\.ImmutableCollections\\$Map1 can't be read as"
                        + " items\\. Nothing was sent; hand in a list, an array, an iterator or a stream of items, or a file,"
                        + " bytes or text with JSONL or CSV");
        assertThatThrownBy(() -> read(null))
                .hasMessageStartingWith("The message body is missing. Nothing was sent; hand in");
    }

    @Test
    void a_file_that_is_not_there_says_so_without_its_path(@TempDir Path temp) {
        assertThatThrownBy(() -> read(temp.resolve("none.csv")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("The items can't be opened (NoSuchFileException)");
    }

    @Test
    void lines_may_end_as_on_windows_begin_with_a_byte_order_mark_and_be_blank() {
        format = ItemFormat.jsonl;
        byte[] bytes = ("\uFEFF" + LINE.replace("\n", "\r\n") + "\r\n\n  \n{\"id\":\"☂\",\"text\":\"Zoë 😀\"}")
                .getBytes(StandardCharsets.UTF_8);

        List<HandedIn> items = read(bytes);

        assertThat(ids(items)).containsExactly("a", "☂");
        assertThat(prompts(items)).containsExactly("Hello", "Zoë 😀");
        assertThat(ids(rows("\uFEFFid,text\r\na,Hello\r\n\r\n"))).containsExactly("a");
    }

    @Test
    void values_in_csv_may_have_quotes_commas_and_line_breaks() {
        itemContext = List.of("city");

        List<HandedIn> items = rows("id,text,city\r\n1,\"He said \"\"hi\"\",\r\nand left\",Zürich\r\n2,plain,\r\n");

        assertThat(prompts(items)).containsExactly("He said \"hi\",\r\nand left", "plain");
        assertThat(good(items.get(0)).context()).isEqualTo(Map.of("city", "Zürich"));
        assertThat(good(items.get(1)).context()).isEqualTo(Map.of("city", ""));
    }

    @Test
    void a_row_is_never_a_request_whatever_its_columns_are_called() {
        assertThat(prompts(rows("id,text,params,messages,context\n1,Hello,x,y,z\n")))
                .containsExactly("Hello");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|it is empty; its first row has to be the names of its columns",
                "id,text,|column 3 has no name in the first row",
                "id,text,id |columns 1 and 3 have the same name in the first row",
                "id,prompt|its first row names no column text; name it so or set the option itemText",
                "key,text|its first row names no column id; name it so or set the option itemId"
            })
    void the_first_row_names_the_columns(String csv, String why) {
        assertThatThrownBy(() -> rows(csv))
                .isInstanceOf(ClaudeInvalidRequestException.class)
                .hasMessage("The CSV can't be read: " + why + ". Nothing was sent");
    }

    @Test
    void a_quote_out_of_place_ends_the_reading_since_nobody_knows_where_the_row_ends() {
        for (String row : List.of("2,\"He said \"hi\"\"\n3,x\n", "2,\"never ends\n3,x\n")) {
            format = ItemFormat.csv;
            ItemSource source = open("id,text\n1,x\n" + row);
            assertThat(ids(List.of(source.next()))).containsExactly("1");
            assertThatThrownBy(source::hasNext)
                    .isInstanceOf(ClaudeInvalidRequestException.class)
                    .hasMessage(
                            "The CSV can't be read: a quote in the row that begins in line 3 is out of place or never"
                                    + " ends; double the quotes within a value that is in quotes. Nothing was sent");
            assertThat(source.hasNext()).isFalse();
        }
    }

    // Memory

    @Test
    void a_million_elements_are_never_held() {
        AtomicInteger made = new AtomicInteger();
        ItemSource source = open(Stream.generate(() -> Map.of("id", made.incrementAndGet(), "text", "t"))
                .limit(1_000_000)
                .iterator());
        WeakReference<HandedIn> first = new WeakReference<>(source.next());
        assertThat(made).hasValue(1);

        int read = 1;
        while (source.hasNext()) {
            source.next();
            assertThat(made.get()).isEqualTo(++read);
        }

        assertThat(read).isEqualTo(1_000_000);
        System.gc();
        assertThat(first.get()).isNull();
    }

    @Test
    void two_hundred_megabytes_are_read_a_line_at_a_time() {
        byte[] line = ("{\"id\":\"a\",\"text\":\"" + "x".repeat(1_000_000) + "\"}\n").getBytes(StandardCharsets.UTF_8);
        Repeated in = new Repeated(line, 200);
        format = ItemFormat.jsonl;

        ItemSource source = open(in);
        int read = 0;
        while (source.hasNext()) {
            good(source.next());
            read++;
            assertThat(in.given).isLessThan((read + 1L) * line.length);
        }

        assertThat(read).isEqualTo(200);
        assertThat(in.closed).isEqualTo(1);
    }

    @Test
    void a_line_that_is_too_long_is_passed_over_without_being_held() {
        longest = 30;
        List<HandedIn> items = lines(LINE + "{\"id\":\"b\",\"text\":\"" + "x".repeat(100_000) + "\"}\n" + LINE);

        assertThat(ids(items)).containsExactly("a", "bad", "a");
        assertThat(bad(items.get(1)).reason()).isEqualTo(HandedIn.Reason.oversize);
        assertThat(bad(items.get(1)).message()).isEqualTo("Line 2: it is longer than 30 characters; make it smaller");
    }

    @Test
    void a_row_that_does_not_end_is_given_up() {
        longest = 100;
        assertThatThrownBy(() -> rows("id,text\n1,\"" + "x".repeat(100_000)))
                .hasMessage(
                        "The CSV can't be read: the row that begins in line 2 is longer than 100 characters; make it"
                                + " smaller, or end its quote. Nothing was sent");
    }

    // Failures and closing

    @Test
    void an_iterator_that_fails_says_where_and_is_closed() {
        AtomicInteger closed = new AtomicInteger();
        ItemSource source = open(Stream.of("a", "b", "c")
                .peek(text -> {
                    if ("c".equals(text)) {
                        throw new IllegalStateException("secret");
                    }
                })
                .onClose(closed::incrementAndGet));
        source.next();
        source.next();

        assertThatThrownBy(source::hasNext)
                .isInstanceOf(RuntimeCamelException.class)
                .hasMessage("The items can't be read on after element 2 (IllegalStateException)");
        assertThat(closed).hasValue(1);
        assertThat(source.hasNext()).isFalse();
    }

    @Test
    void a_stream_that_breaks_off_says_where_and_is_closed() {
        Repeated in = new Repeated(LINE.getBytes(StandardCharsets.UTF_8), 20_000);
        in.breaksAfter = 100_000;
        format = ItemFormat.jsonl;
        ItemSource source = open(in);

        assertThatThrownBy(() -> source.forEachRemaining(item -> {}))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageMatching("The items can't be read on after line \\d+ \\(IOException\\)");
        assertThat(in.closed).isPositive();

        Repeated rows = new Repeated("id,text\n".getBytes(StandardCharsets.UTF_8), 20_000);
        rows.breaksAfter = 100_000;
        format = ItemFormat.csv;
        assertThatThrownBy(() -> open(rows).forEachRemaining(item -> {}))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageMatching("The items can't be read on after row \\d+ \\(IOException\\)");
        assertThat(rows.closed).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "csv"})
    void a_stream_is_closed_at_its_end_before_it_and_if_it_can_not_be_opened(String named) {
        format = ItemFormat.valueOf(named);
        byte[] good = (format == ItemFormat.csv ? ROWS : LINE).getBytes(StandardCharsets.UTF_8);
        Repeated toTheEnd = new Repeated(good, 1);
        open(toTheEnd).forEachRemaining(item -> {});
        assertThat(toTheEnd.closed).isPositive();

        Repeated before = new Repeated(good, 1);
        ItemSource source = open(before);
        source.hasNext();
        source.close();
        source.close();
        assertThat(before.closed).isPositive();
        assertThat(source.hasNext()).isFalse();

        Repeated broken = new Repeated(good, 1);
        broken.breaksAfter = 0;
        assertThatThrownBy(() -> open(broken))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("The items can't be opened (IOException)");
        assertThat(broken.closed).isPositive();

        Repeated noColumns = new Repeated("a,b\n".getBytes(StandardCharsets.UTF_8), 1);
        format = ItemFormat.csv;
        assertThatThrownBy(() -> open(noColumns)).isInstanceOf(ClaudeInvalidRequestException.class);
        assertThat(noColumns.closed).isPositive();
    }

    @Test
    void a_reader_is_closed_too() {
        AtomicInteger closed = new AtomicInteger();
        Reader reader = new StringReader(LINE) {
            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
        format = ItemFormat.jsonl;
        assertThat(ids(read(reader))).containsExactly("a");
        assertThat(closed).hasPositiveValue();
    }

    @Test
    void a_list_is_not_asked_for_more_than_is_read() {
        Iterator<String> endless = Stream.generate(() -> "again").iterator();
        try (ItemSource source = open(endless)) {
            assertThat(ids(Arrays.asList(source.next(), source.next()))).containsExactly("row-1", "row-2");
        }
    }

    /** The same bytes again and again. */
    private static final class Repeated extends InputStream {
        private final byte[] bytes;
        private final long total;
        private long given;
        private long breaksAfter = Long.MAX_VALUE;
        private int closed;

        Repeated(byte[] bytes, int times) {
            this.bytes = bytes;
            this.total = (long) bytes.length * times;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (given >= breaksAfter) {
                throw new IOException("secret");
            }
            if (given >= total) {
                return -1;
            }
            int at = (int) (given % bytes.length);
            int count = (int) Math.min(Math.min(length, bytes.length - at), total - given);
            System.arraycopy(bytes, at, into, offset, count);
            given += count;
            return count;
        }

        @Override
        public void close() {
            closed++;
        }
    }
}
