package dev.homeroom.server.db.letter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.server.db.TestPostgres;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The schema and the enums know the same letters. */
final class ColumnLettersTest {
  private static final Pattern LETTER = Pattern.compile("'(.)'::\"char\"");

  @Test
  void every_column_of_letters_allows_those_of_its_enum() {
    var allowed = new TreeMap<String, List<String>>();
    try (var database = TestPostgres.open()) {
      database
          .dsl()
          .fetch(
              """
              select c.relname || '.' || a.attname as column, pg_get_constraintdef(k.oid) as check
                from pg_constraint k
                join pg_class c on c.oid = k.conrelid
                join pg_attribute a on a.attrelid = c.oid and a.attnum = any (k.conkey)
               where k.contype = 'c' and a.atttypid = '"char"'::regtype
              """)
          .forEach(row ->
              allowed.put(
                  row.get("column", String.class),
                  LETTER
                      .matcher(row.get("check", String.class))
                      .results()
                      .map(MatchResult::group)
                      .map(found -> found.substring(1, 2))
                      .sorted()
                      .toList()));
    }

    var ops = letters(Arrays.stream(ChangeOp.values()).map(ChangeOp::letter).toList());
    var ofParts =
        letters(
            List.of(ChangeOp.ADDED.letter(), ChangeOp.CHANGED.letter(), ChangeOp.REMOVED.letter()));
    var decisions =
        letters(Arrays.stream(ChangeDecision.values()).map(ChangeDecision::letter).toList());
    var endings = letters(Arrays.stream(RowEnding.values()).map(RowEnding::letter).toList());
    var expected = new TreeMap<String, List<String>>();
    expected.put("roster_changes.op", ops);
    expected.put("roster_details.change", ofParts);
    expected.put("roster_details.fate", decisions);
    expected.put("plan_changes.change", ofParts);
    expected.put("plan_counts.change", ofParts);
    for (var type : List.of("schools", "terms", "courses", "sections", "users")) {
      expected.put(type + "_history.ended", endings);
    }
    assertThat(allowed).isEqualTo(expected);
  }

  private static List<String> letters(List<String> letters) {
    return letters.stream().sorted().toList();
  }
}
