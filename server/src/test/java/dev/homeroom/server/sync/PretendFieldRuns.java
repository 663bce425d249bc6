package dev.homeroom.server.sync;

import static dev.homeroom.server.db.generated.Tables.DISTRICT_DECLARATIONS;

import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.DatabaseConfig;
import dev.homeroom.server.db.TestPostgres;
import dev.homeroom.server.record.PlanState;
import dev.homeroom.server.sharing.DeclaredShare;
import dev.homeroom.server.sharing.DeclaredShare.OnUndeclared;
import dev.homeroom.server.sharing.ShareRule;
import dev.homeroom.server.sharing.SharingMessages;
import dev.homeroom.server.sync.SmallRoster.SmallSection;
import dev.homeroom.server.sync.StagedDistrict.Reading;
import dev.homeroom.server.sync.guard.GuardSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Runs of a product with a pretend field of sections, their department, for its test. */
public final class PretendFieldRuns {
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final GuardSettings SETTINGS = new GuardSettings(10, 75, 3, 3, 3, 3, 6, 3);

  /** Sections 301 to 320, each with teacher 201. */
  private static final SmallRoster FIRST = teaching(Map.of());

  private PretendFieldRuns() {}

  /** Returns the field's value in the rows of sections that change and lose it, by the moment. */
  public static Map<String, String> run(String url) {
    try (var database = TestPostgres.open(new DatabaseConfig(url, "postgres", ""))) {
      var district = StagedDistrict.declare(database, 1, SETTINGS);
      var seen = new HashMap<String, String>();
      district.run(FIRST, NOON);
      seen.put("first row", value(database, "sections", 301));

      var changed = teaching(Map.of(301, Set.of(202)));
      district.run(changed, NOON.plus(Duration.ofDays(2)));
      seen.put("changed row", value(database, "sections", 301));
      seen.put("former row", value(database, "sections_history", 301));

      var emptied = teaching(Map.of(301, Set.of(202), 302, Set.of(), 303, Set.of(), 304, Set.of()));
      seen.put("held", decision(district, emptied, NOON.plus(Duration.ofDays(4))));
      seen.put("held row", value(database, "sections", 302));

      var later = NOON.plus(Duration.ofDays(4)).plus(Duration.ofHours(1));
      district.decide(PlanState.PENDING, PlanState.APPROVED, null, later);
      seen.put("carried out", decision(district, emptied, later));
      seen.put("emptied row", value(database, "sections", 302));
      return seen;
    }
  }

  /** Returns the sections that a rule on the field covers. */
  public static Map<String, String> rule(String url) {
    try (var database = TestPostgres.open(new DatabaseConfig(url, "postgres", ""))) {
      var district = StagedDistrict.declare(database, 2, SETTINGS);
      var rule =
          new ShareRule(
              ShareRule.RuleSubject.SECTIONS,
              ShareRule.Field.DEPARTMENT,
              ShareRule.Operator.IS,
              "Of 5f3c2a9e8b1d0000000000ca");
      var share = new DeclaredShare.Rules(List.of(rule), List.of(), false, OnUndeclared.EXCLUDE);
      database
          .dsl()
          .update(DISTRICT_DECLARATIONS)
          .set(DISTRICT_DECLARATIONS.SHARING_TYPE, share.type())
          .set(DISTRICT_DECLARATIONS.SHARING, SharingMessages.json(share))
          .where(DISTRICT_DECLARATIONS.DISTRICT.eq(district.number()))
          .execute();
      district.run(teaching(Map.of(303, Set.of(202))), NOON);
      var live = SmallRoster.live(database.dsl(), district.number());
      return Map.of("covered", new TreeSet<>(live.sections().keySet()).toString());
    }
  }

  /** The first roster with other teachers of some sections. */
  private static SmallRoster teaching(Map<Integer, Set<Integer>> teachers) {
    return new SmallRoster(
        Set.of(1),
        IntStream.rangeClosed(301, 320)
            .boxed()
            .collect(
                Collectors.toMap(
                    id -> id,
                    id -> new SmallSection(Set.of(), teachers.getOrDefault(id, Set.of(201))))),
        SmallRoster.users(IntStream.rangeClosed(201, 202), "teacher"));
  }

  private static String decision(StagedDistrict district, SmallRoster word, Instant now) {
    return String.valueOf(
        district.decided(word, now, Reading.PROVEN, _ -> {}).get("SECTION 302 department REMOVED"));
  }

  private static String value(Database database, String table, int section) {
    return String.valueOf(
        database
            .dsl()
            .fetchSingle(
                ("select department from "
                        + table
                        + " where id = decode('5f3c2a9e8b1d%012x', 'hex')")
                    .formatted(section))
            .get(0));
  }
}
