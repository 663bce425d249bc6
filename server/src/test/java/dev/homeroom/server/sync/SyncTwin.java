package dev.homeroom.server.sync;

import static dev.homeroom.server.db.generated.Tables.DISTRICT_DECLARATIONS;
import static dev.homeroom.server.db.generated.Tables.PLANS;

import dev.homeroom.clever.http.CleverClient;
import dev.homeroom.clever.http.CleverToken;
import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.TestPostgres;
import dev.homeroom.server.sharing.DeclaredShare;
import dev.homeroom.server.sharing.SharingMessages;
import dev.homeroom.server.sync.full.CleverTokens;
import dev.homeroom.server.sync.incremental.RosterSync;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncRun;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One of two servers' worth of districts that follow the same histories: a database, and runs that
 * are carried out at once by whoever asks for them.
 */
final class SyncTwin implements AutoCloseable {
  /** How a twin syncs. */
  @FunctionalInterface
  interface Making {
    RosterSync sync(
        Database database,
        CleverClient clever,
        CleverTokens tokens,
        Clock clock,
        Duration fullEvery);
  }

  private static final List<String> TABLES =
      List.of("schools", "terms", "courses", "sections", "users", "user_sections");

  private static final List<String> SHARE_TABLES =
      List.of("shares", "share_counts", "share_findings", "share_changes", "undeclared_records");

  private final Database database = TestPostgres.open();
  private final RunQueue ledger = new RunQueue(database, "twin", Duration.ofMinutes(5));
  private final SyncMode mode;
  private final Making making;

  SyncTwin(SyncMode mode, Making making) {
    this.mode = mode;
    this.making = making;
  }

  /** A district of this twin's, which reads from a sandbox. */
  final class Follower {
    private final DistrictKey district;
    private final RosterSync sync;

    Follower(Sandbox clever, CleverClient client) {
      this.district = SyncFixture.declare(database, CleverId.of(clever.districtId()), _ -> {});
      this.sync =
          making.sync(
              database,
              client,
              new Always(CleverToken.of(clever.token())),
              clever.clock(),
              SyncFixture.FULL_EVERY);
    }

    /** Syncs once, as this twin does. */
    SyncRun sync() {
      return sync(mode);
    }

    SyncRun sync(SyncMode asked) {
      var run = database.transaction(tx -> SyncRuns.trigger(tx, district, asked, Optional.empty()));
      var taken = ledger.take().orElseThrow();
      var journal = new RunProgress(database, taken);
      try {
        sync.apply(taken.take(), taken.asked(), journal);
      } catch (InterruptedException stopped) {
        throw new IllegalStateException(stopped);
      }
      journal.committed();
      var checking = new RunState.Checking();
      ledger.end(taken.take(), new RunEnd.AtEnd(checking, checking.checked()));
      return SyncRuns.find(database.dsl(), district, run).orElseThrow();
    }

    /** The district declares to share this from now on. */
    void declares(DeclaredShare share) {
      database
          .dsl()
          .update(DISTRICT_DECLARATIONS)
          .set(DISTRICT_DECLARATIONS.SHARING_TYPE, share.type())
          .set(DISTRICT_DECLARATIONS.SHARING, SharingMessages.json(share))
          .where(DISTRICT_DECLARATIONS.DISTRICT.eq(district.number()))
          .execute();
    }

    /** Ends the run that failed, so that the next one can begin. */
    void abandon() {
      database
          .dsl()
          .execute(
              "update sync_runs set state = 'CANCELLED', ended_at = now() where ended_at is null");
    }

    /** The ids of the district's rows of a table, in their order. */
    Stream<String> ids(String tableWhere) {
      return database
          .dsl()
          .fetch(
              "select encode(id, 'hex') from "
                  + tableWhere
                  + " and district = "
                  + district.number()
                  + " order by id")
          .stream()
          .map(row -> row.get(0, String.class));
    }

    /** What a record has in a column, as text. */
    @Nullable String value(String table, String column, String id) {
      var rows =
          database
              .dsl()
              .fetch(
                  "select %s::text from %s where district = %d and encode(id, 'hex') = '%s'"
                      .formatted(column, table, district.number(), id));
      return rows.isEmpty() ? null : rows.getFirst().get(0, String.class);
    }

    /** Everything of the roster, apart from which revision wrote it. */
    List<String> roster() {
      return lines(TABLES);
    }

    /** Everything of the share: what it covers, what not, what it and Clever disagree about. */
    List<String> share() {
      return lines(SHARE_TABLES);
    }

    private List<String> lines(List<String> tables) {
      var lines = new ArrayList<String>();
      for (var table : tables) {
        database
            .dsl()
            .fetch(
                "select (to_jsonb(r) - 'district' - 'revision')::text from "
                    + table
                    + " r where district = "
                    + district.number()
                    + " order by 1")
            .forEach(row -> lines.add(table + " " + row.get(0, String.class)));
      }
      return lines;
    }

    /** The digests of the plans that hold something, with their states. */
    List<String> plans() {
      return database
          .dsl()
          .selectFrom(PLANS)
          .where(PLANS.DISTRICT.eq(district.number()))
          .and(PLANS.STATE.in("PENDING", "APPROVED", "REJECTED"))
          .and(PLANS.CARRIED_OUT_AT.isNull())
          .fetch(plan -> plan.getState() + " " + HexFormat.of().formatHex(plan.getDigest()))
          .stream()
          .sorted()
          .toList();
    }

    /** Whether a plan waits for a person. */
    boolean waits() {
      return plans().stream().anyMatch(plan -> plan.startsWith("PENDING"));
    }

    /** A person decides on the plan that waits, as {@code APPROVED} or {@code REJECTED}. */
    void decide(String decision, Instant now) {
      database
          .dsl()
          .update(PLANS)
          .set(PLANS.STATE, decision)
          .set(PLANS.DECIDED_AT, now.atOffset(ZoneOffset.UTC))
          .set(PLANS.DECIDED_BY, "somebody")
          .where(PLANS.DISTRICT.eq(district.number()).and(PLANS.STATE.eq("PENDING")))
          .execute();
    }
  }

  @Override
  public void close() {
    database.close();
  }

  private record Always(CleverToken known) implements CleverTokens {
    @Override
    public Offer offer(DistrictKey district) {
      return new Offer() {
        @Override
        public Optional<CleverToken> token() {
          return Optional.of(known);
        }

        @Override
        public String missing() {
          return "";
        }

        @Override
        public void accepted() {}

        @Override
        public void rejected(String message) {
          throw new AssertionError(message);
        }
      };
    }
  }
}
