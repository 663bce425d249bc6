package dev.homeroom.server.db.row;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static dev.homeroom.server.db.generated.Tables.SCHOOLS;
import static dev.homeroom.server.db.generated.Tables.TERMS;
import static dev.homeroom.server.db.generated.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.server.db.PreparedQuery;
import dev.homeroom.server.db.QueryBatch;
import dev.homeroom.server.db.TestPostgres;
import dev.homeroom.server.db.generated.tables.records.TermsRecord;
import dev.homeroom.server.db.generated.tables.records.UsersRecord;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

class RowReaderTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Test
  void it_reads_what_jooq_reads() {
    try (var database = TestPostgres.open()) {
      var user = user();
      database.dsl().attach(user);
      user.insert();
      var query = PreparedQuery.of(DSL.selectFrom(USERS), RowReader.of(USERS)::read);

      // Postgres sends binary values once a connection has run a statement some times.
      for (int i = 0; i < 8; i++) {
        var read = database.read(LIMIT, QueryBatch.of(List.of(query)), Map.of()).of(query);

        assertThat(read)
            .extracting(row -> text(row, USERS))
            .containsExactly(
                text(
                    RowReader.of(USERS).of(database.dsl().selectFrom(USERS).fetchSingle()), USERS));
      }
    }
  }

  @Test
  void a_row_that_was_joined_has_a_record_behind_the_other_or_none() {
    try (var database = TestPostgres.open()) {
      var term = new TermsRecord();
      term.setDistrict(1);
      term.setId(id(1));
      term.setRevision(1L);
      term.setContentHash(-7L);
      term.setMappingVersion((short) 1);
      term.setEndDate(LocalDate.parse("2027-06-11"));
      database.dsl().attach(term);
      term.insert();
      var terms = RowReader.of(TERMS);
      var schools = RowReader.of(SCHOOLS);
      var query =
          PreparedQuery.of(
              DSL.select(TERMS.fields())
                  .select(SCHOOLS.fields())
                  .select(TERMS.as("again").fields())
                  .from(TERMS)
                  .leftJoin(SCHOOLS)
                  .on(DSL.falseCondition())
                  .crossJoin(TERMS.as("again")),
              row ->
                  List.of(
                      text(terms.read(row), TERMS),
                      schools.find(row, terms.width()).isPresent(),
                      text(terms.find(row, terms.width() + schools.width()).orElseThrow(), TERMS)));

      var read = database.read(LIMIT, QueryBatch.of(List.of(query)), Map.of()).of(query);

      assertThat(read)
          .containsExactly(
              List.of(text(terms.of(term), TERMS), false, text(terms.of(term), TERMS)));
    }
  }

  @Test
  void a_table_with_columns_that_it_cannot_read_is_refused() {
    assertThatThrownBy(() -> RowReader.of(DISTRICTS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("OffsetDateTime");
  }

  private static String text(Row row, Table<?> table) {
    return Arrays.deepToString(table.fieldStream().map(row::value).toArray());
  }

  private static UsersRecord user() {
    var user = new UsersRecord();
    user.setDistrict(1);
    user.setId(id(1));
    user.setRevision(Long.MAX_VALUE);
    user.setContentHash(-7L);
    user.setMappingVersion((short) 3);
    user.setFirstName("Zoë");
    user.setStudent(true);
    user.setTeacher(false);
    user.setStaff(false);
    user.setDistrictAdmin(false);
    user.setContact(true);
    user.setStudentSchools(new byte[][] {id(2), id(3)});
    user.setTeacherSchools(new byte[0][]);
    user.setStaffRoles(new String[] {"a, b", "\"c\"", ""});
    user.setContactRelationships(new String[] {null, "Mother"});
    return user;
  }

  private static byte[] id(int number) {
    var id = new byte[12];
    id[0] = (byte) 0xFF;
    id[11] = (byte) number;
    return id;
  }
}
