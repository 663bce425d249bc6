package dev.homeroom.server.roster.record;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static dev.homeroom.server.db.generated.Tables.TERMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.server.access.Caller;
import dev.homeroom.server.access.DeclarationRights;
import dev.homeroom.server.access.Grant;
import dev.homeroom.server.access.ReadPermissions;
import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.TestPostgres;
import dev.homeroom.server.rpc.RefusedException;
import dev.homeroom.v1.CallerRole;
import dev.homeroom.v1.ErrorReason;
import dev.homeroom.v1.PrivacyClass;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MomentsTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final CleverId DISTRICT = CleverId.of("5f0000000000000000000001");
  private static final CleverId OTHER = CleverId.of("5f0000000000000000000002");
  private static final CleverId TERM = CleverId.of("5f0000000000000000000003");

  @Test
  void a_district_whose_number_changed_is_found_by_the_new_one() {
    try (var database = TestPostgres.open()) {
      var moments = new Moments(database);
      fill(database, 7, "before");
      assertThat(term(moments, DISTRICT)).isEqualTo("7 before");

      database.dsl().deleteFrom(TERMS).execute();
      database.dsl().deleteFrom(DISTRICTS).execute();
      fill(database, 9, "after");

      assertThat(term(moments, DISTRICT)).isEqualTo("9 after");
    }
  }

  @Test
  void a_district_without_a_roster_or_outside_the_scope_is_refused() {
    try (var database = TestPostgres.open()) {
      var moments = new Moments(database);
      database.dsl().insertInto(DISTRICTS, DISTRICTS.ID).values(DISTRICT.bytes()).execute();
      database
          .dsl()
          .insertInto(DISTRICTS, DISTRICTS.ID, DISTRICTS.REVISION)
          .values(OTHER.bytes(), 1L)
          .execute();

      for (var id : List.of(DISTRICT, OTHER)) {
        assertThatThrownBy(() -> term(moments, id))
            .isInstanceOfSatisfying(
                RefusedException.class,
                refused ->
                    assertThat(refused.refusal().reason())
                        .isEqualTo(ErrorReason.ERROR_REASON_DISTRICT_NOT_FOUND));
      }
    }
  }

  private static String term(Moments moments, CleverId district) {
    return moments.now(
        scope(),
        district,
        LIMIT,
        RecordKind.TERMS.among(List.of(TERM)),
        present ->
            present.revision()
                + " "
                + present.rows(RecordKind.TERMS::byId).getFirst().require(TERMS.NAME));
  }

  private static Scope scope() {
    var grant =
        new Grant(
            CallerRole.CALLER_ROLE_APP,
            Optional.of(Set.of(DISTRICT)),
            Set.of(),
            Set.of(PrivacyClass.PRIVACY_CLASS_DIRECTORY),
            Set.of(),
            new DeclarationRights(false, false));
    return new Scope(
        new Caller(
            "issuer", "app", Set.of(grant.role()), new ReadPermissions.Granted(List.of(grant))));
  }

  private static void fill(Database database, long revision, String name) {
    int number =
        database
            .dsl()
            .insertInto(DISTRICTS, DISTRICTS.ID, DISTRICTS.REVISION)
            .values(DISTRICT.bytes(), revision)
            .returning(DISTRICTS.DISTRICT)
            .fetchSingle()
            .getDistrict();
    database
        .dsl()
        .insertInto(TERMS)
        .set(TERMS.DISTRICT, number)
        .set(TERMS.ID, TERM.bytes())
        .set(TERMS.NAME, name)
        .set(TERMS.REVISION, revision)
        .set(TERMS.CONTENT_HASH, 1L)
        .set(TERMS.MAPPING_VERSION, (short) 1)
        .execute();
  }
}
