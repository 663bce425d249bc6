package dev.homeroom.server.db;

import static dev.homeroom.server.db.generated.Routines.caseFolded;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.unnest;
import static org.jooq.impl.DSL.val;

import dev.homeroom.sandbox.share.CaseFolding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jooq.Record2;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How Postgres compares text, and that the sandbox compares it so too. */
final class CaseFoldedTest {
  @SuppressWarnings("NullAway.Init")
  private static Database database;

  @BeforeAll
  static void open() {
    database = TestPostgres.open();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void what_differs_in_case_or_composition_only_is_the_same() {
    assertThat(folded("Stra\u00dfe")).isEqualTo(folded("STRASSE")).isEqualTo(folded("stra\u1e9eE"));
    assertThat(folded("\u00c9t\u00e9")).isEqualTo(folded("e\u0301te\u0301"));
    assertThat(folded("\u1ea4n")).isEqualTo(folded("a\u0302\u0301n"));
    assertThat(folded("\u039f\u0394\u039f\u03a3")).isEqualTo(folded("\u03bf\u03b4\u03bf\u03c2"));
    assertThat(folded("\ufb01")).isEqualTo(folded("FI"));
    assertThat(folded("e")).isNotEqualTo(folded("\u00e9"));
  }

  @Test
  void no_language_has_rules_of_its_own() {
    assertThat(folded("\u0131")).isEqualTo("\u0131");
    assertThat(folded("\u0130")).isEqualTo("i\u0307");
    assertThat(folded("I")).isEqualTo("i");
  }

  @Test
  void the_sandbox_takes_the_same_characters_for_one() {
    var characters =
        IntStream.rangeClosed(1, Character.MAX_CODE_POINT)
            .filter(Character::isDefined)
            .filter(character -> character < 0xd800 || character > 0xdfff)
            .mapToObj(Character::toString)
            .toList();
    var here = new HashMap<String, String>();
    var there = new HashMap<String, String>();
    for (int from = 0; from < characters.size(); from += 50_000) {
      var some = characters.subList(from, Math.min(from + 50_000, characters.size()));
      here.putAll(folded(some));
      some.forEach(character -> there.put(character, CaseFolding.folded(character)));
    }

    assertThat(here).hasSizeGreaterThan(150_000);
    assertThat(groups(here)).hasSizeGreaterThan(1_400).isEqualTo(groups(there));
  }

  /** Which index is the cheapest depends on the rows, that one may serve does not. */
  @Test
  void the_indexes_are_of_the_same_expression_and_the_value_is_folded_once() {
    var indexed =
        database
            .dsl()
            .fetch(
                "select indexname, indexdef from pg_indexes where indexdef like '%case_folded(%'")
            .intoMap(row -> row.get(0, String.class), row -> row.get(1, String.class));
    var plan =
        database
            .dsl()
            .fetch(
                "explain select * from users where case_folded(last_name) like case_folded('STRA\u00df%')")
            .format();

    assertThat(indexed)
        .containsOnlyKeys("users_email", "users_first_name", "users_last_name", "sections_name");
    assertThat(plan)
        .as("a function that Postgres does not look into would cost a call a row")
        .contains("NORMALIZE(casefold((NORMALIZE(last_name, NFD))")
        .contains("~~ 'strass%'");
  }

  /** Those that are one and the same, as far as they are more than one. */
  private static Set<Set<String>> groups(Map<String, String> folded) {
    return folded.keySet().stream()
        .collect(Collectors.groupingBy(folded::get, Collectors.toSet()))
        .values()
        .stream()
        .filter(group -> group.size() > 1)
        .collect(Collectors.toSet());
  }

  private static String folded(String text) {
    return requireNonNull(folded(List.of(text)).get(text));
  }

  private static Map<String, String> folded(List<String> texts) {
    var rows = unnest(val(texts.toArray(String[]::new))).as("t", "text");
    var text = requireNonNull(rows.field("text", String.class));
    return database
        .dsl()
        .select(text, caseFolded(text))
        .from(rows)
        .fetchMap(Record2::value1, Record2::value2);
  }
}
