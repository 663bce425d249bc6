package dev.homeroom.server.roster.record;

import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.PreparedQuery;
import dev.homeroom.server.db.QueryCache;
import dev.homeroom.server.rpc.ResourceRefusals;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Opens moments of rosters within a caller's scope, each in a snapshot of its own. */
public final class Moments {
  private static final String DISTRICT = "district";

  private final Database database;
  private final Map<CleverId, DistrictKey> keys = new ConcurrentHashMap<>();

  /** Reads from the database. */
  public Moments(Database database) {
    this.database = database;
  }

  /**
   * Reads at a moment. Refuses a district without a roster, a revision that is not kept or still to
   * come, and any past moment if the caller may read only the present.
   *
   * @param limit the longest time for each statement
   */
  public <T> T read(
      Scope scope, CleverId id, ReadTime when, Duration limit, Function<Moment, T> question) {
    if (when instanceof ReadTime.AtRevision || when instanceof ReadTime.AtTime) {
      scope.requirePast();
    }
    var queries = scope.queries();
    var number = number(queries, scope);
    return database.snapshot(
        limit,
        queries.together(List.of(number)),
        Map.of(DISTRICT, id.bytes()),
        (first, db) -> {
          var found =
              first.of(number).stream().findFirst().orElseThrow(() -> scope.missing(db, id));
          var inside = scope.in(new DistrictKey(found.number(), id));
          long newest = found.revision();
          return question.apply(new Moment(db, inside, revision(db, inside, when, newest), newest));
        });
  }

  /**
   * Reads a current roster; refuses a district without one.
   *
   * @param limit the longest time for each statement
   */
  public <T> T now(
      Scope scope,
      CleverId id,
      Duration limit,
      CurrentRead.Question question,
      Function<CurrentRead, T> answer) {
    var key = keys.get(id);
    if (key == null) {
      key = read(scope, id, new ReadTime.Now(), limit, moment -> moment.scope().district());
      keys.put(id, key);
    }
    var inside = scope.in(key);
    var number = number(inside.queries(), scope);
    var queries = new ArrayList<PreparedQuery<?>>(question.queries().apply(inside));
    queries.addFirst(number);
    var values = new HashMap<String, Object>(question.values());
    values.put(DISTRICT, id.bytes());
    var answers = database.read(limit, inside.queries().together(queries), values);
    var found = answers.of(number).stream().findFirst();
    if (found.isEmpty() || found.get().number() != key.number()) {
      // Either the district no longer answers the caller, which the next read reports; or it has
      // another number, because the database was replaced by another one.
      keys.remove(id);
      return now(scope, id, limit, question, answer);
    }
    return answer.apply(new CurrentRead(inside, found.get().revision(), answers));
  }

  /** A district's number and its newest revision. */
  private record Numbered(int number, long revision) {}

  private static PreparedQuery<Numbered> number(QueryCache queries, Scope scope) {
    return queries.get(
        "number and revision",
        () -> {
          var district = scope.districts();
          return PreparedQuery.of(
              DSL.select(district.DISTRICT, district.REVISION)
                  .from(district)
                  .where(district.ID.eq(DSL.param(DISTRICT, byte[].class))),
              row -> new Numbered(row.getInt(1), row.getLong(2)));
        });
  }

  /** Refuses the revision if it is no longer kept. */
  public static void requireKept(Moment moment, long revision) {
    requireKept(moment.db(), moment.scope(), revision);
  }

  /**
   * Refuses a revision that the district has not reached: a token of ours names one only if the
   * database was restored from an older state.
   */
  public static void requireKnown(Moment moment, long revision) {
    if (revision > moment.newest()) {
      throw ResourceRefusals.historyTrimmed(moment.district(), oldest(moment.db(), moment.scope()));
    }
  }

  private static long revision(DSLContext db, Scope.InDistrict scope, ReadTime when, long newest) {
    return switch (when) {
      case ReadTime.Now() -> newest;
      case ReadTime.AtRevision(long revision) -> {
        if (revision > newest) {
          throw ResourceRefusals.revisionInFuture(scope.district().id(), newest);
        }
        requireKept(db, scope, revision);
        yield revision;
      }
      case ReadTime.GoingOn(long revision) -> {
        if (revision > newest) {
          // Only a restored older database can be behind its own tokens.
          throw ResourceRefusals.historyTrimmed(scope.district().id(), oldest(db, scope));
        }
        requireKept(db, scope, revision);
        yield revision;
      }
      case ReadTime.AtTime(Instant time) -> at(db, scope, time, newest);
    };
  }

  private static long at(DSLContext db, Scope.InDistrict scope, Instant time, long newest) {
    var then = DSL.val(time.atOffset(ZoneOffset.UTC));
    var hasCome = db.select(DSL.field(then.le(DSL.currentOffsetDateTime()))).fetchSingle();
    if (!hasCome.value1()) {
      throw ResourceRefusals.revisionInFuture(scope.district().id(), newest);
    }
    var revisions = scope.revisions();
    return db.select(revisions.REVISION)
        .from(revisions)
        .where(revisions.WRITTEN_AT.le(then))
        .orderBy(revisions.REVISION.desc())
        .limit(1)
        .fetchOptional(row -> row.value1())
        .orElseThrow(
            () -> ResourceRefusals.historyTrimmed(scope.district().id(), oldest(db, scope)));
  }

  private static void requireKept(DSLContext db, Scope.InDistrict scope, long revision) {
    long oldest = oldest(db, scope);
    if (revision < oldest) {
      throw ResourceRefusals.historyTrimmed(scope.district().id(), oldest);
    }
  }

  private static long oldest(DSLContext db, Scope.InDistrict scope) {
    var revisions = scope.revisions();
    return db.select(DSL.coalesce(DSL.min(revisions.REVISION), DSL.inline(1L)))
        .from(revisions)
        .fetchSingle()
        .value1();
  }
}
