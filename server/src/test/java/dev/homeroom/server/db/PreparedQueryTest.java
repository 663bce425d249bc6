package dev.homeroom.server.db;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

class PreparedQueryTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final byte[] ONE = id(1);
  private static final byte[] TWO = id(2);

  @Test
  void it_runs_with_other_values_each_time() {
    try (var database = filled()) {
      var query =
          PreparedQuery.of(
              DSL.select(DISTRICTS.NAME)
                  .from(DISTRICTS)
                  .where(
                      DISTRICTS.ID.eq(DSL.any(DSL.param("ids", byte[][].class))),
                      DISTRICTS.NAME.ne("? {0} it's named :ids"))
                  .limit(5),
              row -> row.getString(1));

      assertThat(read(database, query, Map.of("ids", new byte[][] {ONE}))).containsExactly("one");
      assertThat(read(database, query, Map.of("ids", new byte[][] {TWO, id(3)})))
          .containsExactly("two");
      assertThat(read(database, query, Map.of("ids", new byte[0][]))).isEmpty();
    }
  }

  @Test
  void inlined_values_and_values_around_subqueries_stay_where_they_are() {
    try (var database = filled()) {
      var twice = DSL.field("concat({0}, {1})", String.class, DISTRICTS.NAME, DSL.val("!"));
      var table =
          DSL.select(DISTRICTS.ID, twice.as("loud"))
              .from(DISTRICTS)
              .where(DISTRICTS.NAME.in(DSL.inline("one"), DSL.val("two")))
              .asTable("t");
      var query =
          PreparedQuery.of(
              DSL.select(table.field("loud"), DSL.val("?"), DSL.inline("; ?"))
                  .from(table)
                  .where(
                      DSL.field(DSL.name("t", "id"), byte[].class)
                          .eq(DSL.param("id", byte[].class))),
              row -> row.getString(1) + row.getString(2) + row.getString(3));

      var found = read(database, query, Map.of("id", TWO));

      assertThat(found).containsExactly("two!?; ?");
    }
  }

  @Test
  void a_parameter_without_a_value_is_told_by_its_name() {
    try (var database = filled()) {
      var query =
          PreparedQuery.of(
              DSL.select(DISTRICTS.NAME)
                  .from(DISTRICTS)
                  .where(DISTRICTS.ID.eq(DSL.param("id", byte[].class))),
              row -> row.getString(1));

      assertThatThrownBy(() -> read(database, query, Map.of())).hasMessage("id");
    }
  }

  @Test
  void a_query_whose_values_cannot_be_given_is_not_written() {
    var query =
        DSL.selectFrom(DISTRICTS).where(DISTRICTS.LAUNCH_DATE.eq(LocalDate.parse("2026-08-01")));

    assertThatThrownBy(() -> PreparedQuery.of(query, row -> row.getInt(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("LocalDate");
  }

  private static <T> List<T> read(
      Database database, PreparedQuery<T> query, Map<String, ?> values) {
    return database.read(LIMIT, QueryBatch.of(List.of(query)), values).of(query);
  }

  private static Database filled() {
    var database = TestPostgres.open();
    database
        .dsl()
        .insertInto(DISTRICTS, DISTRICTS.ID, DISTRICTS.NAME)
        .values(ONE, "one")
        .values(TWO, "two")
        .execute();
    return database;
  }

  private static byte[] id(int number) {
    var id = new byte[12];
    id[11] = (byte) number;
    return id;
  }
}
