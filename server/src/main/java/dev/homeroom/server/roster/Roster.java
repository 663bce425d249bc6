package dev.homeroom.server.roster;

import com.google.protobuf.Message;
import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.roster.record.Moment;
import dev.homeroom.server.roster.record.Moments;
import dev.homeroom.server.roster.record.RecordKind;
import dev.homeroom.server.roster.record.Versions;
import dev.homeroom.server.roster.record.When;
import dev.homeroom.server.rpc.CallDeadline;
import dev.homeroom.server.rpc.PageTokens;
import dev.homeroom.server.rpc.PageTokens.ListIdentity;
import dev.homeroom.server.rpc.PageTokens.Position;
import dev.homeroom.server.rpc.Paging;
import dev.homeroom.server.rpc.Refusal;
import dev.homeroom.server.rpc.ResourceNames.Collection;
import dev.homeroom.server.rpc.ResourceNames.RecordName;
import java.util.List;
import java.util.function.Function;
import org.jooq.Record;

/** Reads a district's roster at one revision, inside the caller's scope and deadline. */
final class Roster {
  private final Moments moments;
  private final PageTokens tokens;

  Roster(Moments moments, PageTokens tokens) {
    this.moments = moments;
    this.tokens = tokens;
  }

  /**
   * A page of a list.
   *
   * @param revision the one that every row is read at
   * @param next the token of the next page; empty on the last one
   */
  record Page<T>(long revision, List<T> rows, String next) {}

  /**
   * What a request says of the page that it wants.
   *
   * @param when the moment of the first page; the others are read at the revision of the first
   */
  record PageRequest(ListIdentity list, When when, int size, String token) {}

  /** Asks a question at a moment; refuses a district without a roster. */
  <T> T read(CleverId district, When when, Function<Moment, T> question) {
    return moments.read(Scope.current(), district, when, CallDeadline.left(), question);
  }

  /** Reads one record; refuses where the roster has none of this name at the moment. */
  <R extends Record, M extends Message> M find(RecordKind<R, M> kind, RecordName name, When when) {
    return read(
        name.district(),
        when,
        moment ->
            kind.versions(moment.scope())
                .find(moment, name.id())
                .map(row -> kind.message().apply(name.district(), row))
                .orElseThrow(() -> missing(kind.collection(), name)));
  }

  /** Reads a page of all records of a type. */
  <R extends Record, M extends Message> Page<M> page(
      RecordKind<R, M> kind, CleverId district, PageRequest request) {
    return page(kind, district, request, moment -> kind.versions(moment.scope()));
  }

  /** Reads a page of those records that the versions hold. */
  <R extends Record, M extends Message> Page<M> page(
      RecordKind<R, M> kind,
      CleverId district,
      PageRequest request,
      Function<Moment, Versions<R>> versions) {
    int size = Paging.size(request.size());
    var position = tokens.read(request.list(), request.token());
    var when =
        position.<When>map(last -> new When.GoingOn(last.revision())).orElseGet(request::when);
    return read(
        district,
        when,
        moment -> {
          var after = position.map(Position::last).map(CleverId::of);
          var rows = versions.apply(moment).page(moment, after, size + 1);
          var shown = rows.subList(0, Math.min(size, rows.size()));
          var next =
              rows.size() > size
                  ? tokens.write(
                      request.list(),
                      new Position(moment.revision(), Versions.id(shown.getLast()).toString()))
                  : "";
          return new Page<>(
              moment.revision(),
              shown.stream().map(row -> kind.message().apply(district, row)).toList(),
              next);
        });
  }

  static RuntimeException missing(Collection collection, RecordName name) {
    return new Refusal.RecordNotFound(name.district(), collection.word()).exception();
  }
}
