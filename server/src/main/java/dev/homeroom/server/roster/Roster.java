package dev.homeroom.server.roster;

import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.rpc.CallDeadline;
import dev.homeroom.server.rpc.PageTokens;
import dev.homeroom.server.rpc.PageTokens.ListIdentity;
import dev.homeroom.server.rpc.PageTokens.Position;
import dev.homeroom.server.rpc.Paging;
import dev.homeroom.server.rpc.Refusal;
import dev.homeroom.server.rpc.ResourceNames.Collection;
import dev.homeroom.server.rpc.ResourceNames.RecordName;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Record;

/** Reads a district's roster at one revision, inside the caller's scope and deadline. */
final class Roster {
  private final Database database;
  private final PageTokens tokens;

  Roster(Database database, PageTokens tokens) {
    this.database = database;
    this.tokens = tokens;
  }

  /** A moment of one district's roster: whatever is read with it is of its revision. */
  record Moment(DSLContext db, Scope.InDistrict scope, long revision) {
    CleverId district() {
      return scope.district().id();
    }
  }

  /**
   * A page of a list.
   *
   * @param revision the one that every row is read at
   * @param next the token of the next page; empty on the last one
   */
  record Page<T>(long revision, List<T> rows, String next) {}

  /** What a request says of the page that it wants. */
  record PageRequest(ListIdentity list, int size, String token) {}

  /** Reads the roster as it is now; refuses a district without one. */
  <T> T read(CleverId id, Function<Moment, T> question) {
    var scope = Scope.current();
    return database.snapshot(
        CallDeadline.left(),
        db -> {
          var district = scope.districts();
          return db.select(district.DISTRICT, district.REVISION)
              .from(district)
              .where(district.ID.eq(id.bytes()))
              .fetchOptional(
                  row -> new Moment(db, scope.in(new DistrictKey(row.value1(), id)), row.value2()))
              .map(question)
              .orElseThrow(() -> new Refusal.DistrictNotFound(id).exception());
        });
  }

  /** Reads one record; refuses where the live roster has none of this name. */
  <R extends Record, T> T find(
      Collection collection,
      RecordName name,
      Function<Moment, Versions<R>> versions,
      BiFunction<CleverId, R, T> answer) {
    return read(
        name.district(),
        moment ->
            versions
                .apply(moment)
                .find(moment.db(), name.id())
                .map(row -> answer.apply(name.district(), row))
                .orElseThrow(() -> missing(collection, name)));
  }

  /** Reads a page: the first one as the roster is now, the others at the revision of the first. */
  <R extends Record, T> Page<T> page(
      CleverId district,
      PageRequest request,
      Function<Moment, Versions<R>> versions,
      BiFunction<CleverId, R, T> answer) {
    int size = Paging.size(request.size());
    var position = tokens.read(request.list(), request.token());
    return read(
        district,
        moment -> {
          long revision = position.map(Position::revision).orElse(moment.revision());
          if (revision > moment.revision()) {
            throw new Refusal.HistoryTrimmed(district, revision).exception();
          }
          var rows =
              versions
                  .apply(moment)
                  .page(
                      moment.db(),
                      revision == moment.revision()
                          ? OptionalLong.empty()
                          : OptionalLong.of(revision),
                      position.map(Position::last).map(CleverId::of),
                      size + 1);
          var shown = rows.subList(0, Math.min(size, rows.size()));
          var next =
              rows.size() > size
                  ? tokens.write(
                      request.list(),
                      new Position(revision, Versions.id(shown.getLast()).toString()))
                  : "";
          return new Page<>(
              revision, shown.stream().map(row -> answer.apply(district, row)).toList(), next);
        });
  }

  static RuntimeException missing(Collection collection, RecordName name) {
    return new Refusal.RecordNotFound(name.district(), collection.word()).exception();
  }
}
