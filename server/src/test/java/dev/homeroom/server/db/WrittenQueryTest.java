package dev.homeroom.server.db;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.server.db.generated.tables.records.DistrictsRecord;
import java.util.List;
import java.util.Map;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

class WrittenQueryTest {
  private static final byte[] ONE = id(1);
  private static final byte[] TWO = id(2);

  @Test
  void it_runs_with_other_values_each_time() {
    try (var database = filled()) {
      var query =
          WrittenQuery.of(
              DSL.selectFrom(DISTRICTS)
                  .where(
                      DISTRICTS.ID.eq(DSL.any(DSL.param("ids", byte[][].class))),
                      DISTRICTS.NAME.ne("? {0} it's named :ids"))
                  .limit(5),
              DISTRICTS);

      assertThat(query.fetch(database.dsl(), Map.of("ids", new byte[][] {ONE})))
          .extracting(DistrictsRecord::getName)
          .containsExactly("one");
      assertThat(query.fetch(database.dsl(), Map.of("ids", new byte[][] {TWO, id(3)})))
          .extracting(DistrictsRecord::getName)
          .containsExactly("two");
      assertThat(query.fetch(database.dsl(), Map.of("ids", new byte[0][]))).isEmpty();
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
      var columns = List.of(DSL.field("loud", String.class), DSL.field("mark", String.class));
      var query =
          WrittenQuery.of(
              DSL.select(table.field("loud"), DSL.val("?").as("mark"))
                  .from(table)
                  .where(
                      DSL.field(DSL.name("t", "id"), byte[].class)
                          .eq(DSL.param("id", byte[].class))),
              columns);

      var found = query.fetch(database.dsl(), Map.of("id", TWO));

      assertThat(found.map(row -> row.get(0) + " " + row.get(1))).containsExactly("two! ?");
    }
  }

  @Test
  void a_parameter_without_a_value_is_told_by_its_name() {
    try (var database = filled()) {
      var query =
          WrittenQuery.of(
              DSL.selectFrom(DISTRICTS).where(DISTRICTS.ID.eq(DSL.param("id", byte[].class))),
              DISTRICTS);

      assertThatThrownBy(() -> query.fetch(database.dsl(), Map.of())).hasMessage("id");
    }
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
