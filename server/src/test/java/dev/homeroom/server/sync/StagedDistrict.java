package dev.homeroom.server.sync;

import static dev.homeroom.server.db.generated.Tables.PLANS;
import static dev.homeroom.server.db.generated.Tables.ROSTER_DETAILS;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.clever.record.District;
import dev.homeroom.clever.record.Flaws;
import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.generated.tables.records.PlansRecord;
import dev.homeroom.server.db.generated.tables.records.RosterDetailsRecord;
import dev.homeroom.server.db.letter.ChangeDecision;
import dev.homeroom.server.record.PlanState;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sharing.DeclaredShares;
import dev.homeroom.server.sync.apply.ApplyTransaction;
import dev.homeroom.server.sync.guard.Changes;
import dev.homeroom.server.sync.guard.GuardSettings;
import dev.homeroom.server.sync.stage.CopyBuffer;
import dev.homeroom.server.sync.stage.FeedPosition;
import dev.homeroom.server.sync.stage.ListTrust;
import dev.homeroom.server.sync.stage.ReadScope;
import dev.homeroom.server.sync.stage.RosterReading;
import dev.homeroom.server.sync.stage.RunLease;
import dev.homeroom.server.sync.stage.Staging;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A declared district whose rows a test stages itself: no Clever, and no server. */
final class StagedDistrict {
  private final Database database;
  private final RunQueue queue;
  private final DistrictKey key;

  private StagedDistrict(Database database, DistrictKey key) {
    this.database = database;
    this.queue = new RunQueue(database, "staged", Duration.ofMinutes(5));
    this.key = key;
  }

  /** Declares the district of this number. */
  static StagedDistrict declare(Database database, long number, GuardSettings settings) {
    var id = CleverId.of("5f3c2a9e8b1d%012x".formatted(1_000_000 + number));
    return new StagedDistrict(
        database,
        SyncFixture.declare(
            database,
            id,
            declared -> {
              declared.setGuardRemovedPercent(settings.removedPercent());
              declared.setGuardChangedPercent(settings.changedPercent());
              declared.setGuardStudentFloor(settings.students());
              declared.setGuardTeacherFloor(settings.teachers());
              declared.setGuardStaffFloor(settings.staff());
              declared.setGuardSectionFloor(settings.sections());
              declared.setGuardEnrollmentFloor(settings.enrollments());
              declared.setGuardEmptiedSectionFloor(settings.emptiedSections());
            }));
  }

  /** The district's number in the database. */
  int number() {
    return key.number();
  }

  /**
   * How a run has read Clever.
   *
   * @param scope the whole district, or only the records that it stages
   * @param trust what the lists prove, by type
   * @param complete the types whose records are all known
   */
  record Reading(
      ReadScope scope,
      Function<RosterType, ListTrust> trust,
      Function<RosterType, Boolean> complete) {
    /** A full run that proves everything. */
    static final Reading PROVEN =
        new Reading(new ReadScope.Whole(), _ -> ListTrust.PROVEN, _ -> true);

    /** A full run with less trust in the list of one type. */
    static Reading of(RosterType type, ListTrust trust) {
      return new Reading(
          new ReadScope.Whole(),
          each -> each == type ? trust : ListTrust.PROVEN,
          each -> each != type || trust == ListTrust.PROVEN);
    }

    /** A run that reads only the records that it stages. */
    static Reading some() {
      return new Reading(new ReadScope.Named(), _ -> ListTrust.PROVEN, _ -> true);
    }
  }

  /** Stages the roster and applies it, as a full run does that proves everything. */
  void run(SmallRoster word, Instant now) {
    run(word, now, Reading.PROVEN, _ -> {}, _ -> {});
  }

  /**
   * Stages the roster and applies it.
   *
   * @param before called when the rows are compared
   * @param after called when they are applied, before the staged rows are deleted
   */
  void run(
      SmallRoster word,
      Instant now,
      Reading how,
      Consumer<RunLease> before,
      Consumer<RunLease> after) {
    var run =
        database.transaction(
            tx -> SyncRuns.trigger(tx, key, SyncMode.SYNC_MODE_FULL, Optional.empty()));
    var taken = queue.take().orElseThrow();
    assertThat(taken.take().run()).isEqualTo(run);
    var journal = new RunProgress(database, taken);
    try (var session = database.connect(taken.take().session())) {
      journal.entered(SyncState.SYNC_STATE_FETCHING);
      var reading = stage(session, taken.take().stage(), word, how);
      journal.entered(SyncState.SYNC_STATE_DIFFING);
      var changes = Changes.of(Database.on(session), reading, key.number(), now);
      before.accept(taken.take());
      journal.entered(SyncState.SYNC_STATE_APPLYING);
      new ApplyTransaction(taken.take(), changes, journal, Clock.fixed(now, ZoneOffset.UTC))
          .on(session);
    } catch (SQLException | InterruptedException failure) {
      throw new IllegalStateException(failure);
    }
    journal.committed();
    after.accept(taken.take());
    var checking = new RunState.Checking();
    queue.end(taken.take(), new RunEnd.AtEnd(checking, checking.checked()));
  }

  /**
   * Stages the roster and applies it.
   *
   * @param before called when the rows are compared
   * @return the decision on each part, as in {@code USER 105 record REMOVED} and {@code SECTION 301
   *     students 101 REMOVED}
   */
  Map<String, ChangeDecision> decided(
      SmallRoster word, Instant now, Reading how, Consumer<RunLease> before) {
    var decided = new TreeMap<String, ChangeDecision>();
    run(
        word,
        now,
        how,
        before,
        lease ->
            database
                .dsl()
                .selectFrom(ROSTER_DETAILS)
                .where(ROSTER_DETAILS.STAGE.eq(lease.stage()))
                .forEach(row -> decided.put(words(row), row.getFate())));
    return decided;
  }

  private static String words(RosterDetailsRecord row) {
    var words = Stream.<Object>builder();
    words.add(row.getType()).add(SmallRoster.number(row.getId())).add(row.getPart());
    if (row.getMember().length > 0) {
      words.add(SmallRoster.number(row.getMember()));
    }
    return words.add(row.getChange()).build().map(Object::toString).collect(joining(" "));
  }

  /** The states of the district's plans, the oldest first. */
  List<String> plans() {
    return database
        .dsl()
        .selectFrom(PLANS)
        .where(PLANS.DISTRICT.eq(number()))
        .orderBy(PLANS.CREATED_AT)
        .fetch(plan -> plan.getState() + (plan.getCarriedOutAt() == null ? "" : " carried out"));
  }

  /** The plan that waits for a person. */
  PlansRecord pending() {
    return database
        .dsl()
        .selectFrom(PLANS)
        .where(PLANS.DISTRICT.eq(number()), PLANS.STATE.eq(PlanState.PENDING.name()))
        .fetchSingle();
  }

  /**
   * Decides on the one plan in a state, as a person does.
   *
   * @param waitsFor the run that is under way and cannot carry it out
   */
  void decide(PlanState from, PlanState to, @Nullable UUID waitsFor, Instant now) {
    int decided =
        database
            .dsl()
            .update(PLANS)
            .set(PLANS.STATE, to.name())
            .set(PLANS.DECIDED_AT, now.atOffset(ZoneOffset.UTC))
            .set(PLANS.DECIDED_BY, "somebody")
            .set(PLANS.WAITS_FOR, waitsFor)
            .where(PLANS.DISTRICT.eq(number()), PLANS.STATE.eq(from.name()))
            .execute();
    assertThat(decided).isEqualTo(1);
  }

  private RosterReading stage(Connection session, long stage, SmallRoster word, Reading how)
      throws InterruptedException {
    var staging = Staging.open(session, stage, 0);
    var extents = new EnumMap<RosterType, RosterReading.Extent>(RosterType.class);
    for (var type : RosterType.values()) {
      var rows = new CopyBuffer();
      long staged = 0;
      for (var record : word.sent(type)) {
        rows.add(stage, staged++, record);
      }
      if (staged > 0) {
        rows.finish();
        staging.copy(type, rows);
      }
      var trust = how.trust().apply(type);
      extents.put(
          type,
          new RosterReading.Extent(
              staged, 0, trust, trust == ListTrust.BLOCKED ? 1 : 0, how.complete().apply(type)));
    }
    return new RosterReading(
        new District(
            ObjectId.of(key.id().toString()),
            "District",
            null,
            null,
            null,
            List.of(),
            null,
            null,
            null,
            null,
            null,
            Flaws.NONE),
        FeedPosition.OFF,
        staging,
        how.scope(),
        DeclaredShares.effective(Database.on(session), key.number()),
        extents);
  }
}
