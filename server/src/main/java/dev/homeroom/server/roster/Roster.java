package dev.homeroom.server.roster;

import com.google.protobuf.Message;
import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.row.Row;
import dev.homeroom.server.roster.record.CurrentRead;
import dev.homeroom.server.roster.record.Moment;
import dev.homeroom.server.roster.record.Moments;
import dev.homeroom.server.roster.record.ReadTime;
import dev.homeroom.server.roster.record.RecordKind;
import dev.homeroom.server.roster.record.Versions;
import dev.homeroom.server.rpc.PageTokens;
import dev.homeroom.server.rpc.PageTokens.PagePosition;
import dev.homeroom.server.rpc.ResourceNames.Collection;
import dev.homeroom.server.rpc.ResourceNames.RecordName;
import dev.homeroom.server.rpc.ResourceRefusals;
import dev.homeroom.server.rpc.call.AnswerSizes;
import dev.homeroom.server.rpc.call.CallDeadline;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.Record;

/** Reads a district's roster at one revision, within the caller's scope and deadline. */
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
   * @param revision the revision at which every row was read
   * @param next the token of the next page; empty on the last one
   * @param notNewer true if the caller has this revision already, so that no rows were read
   */
  record RosterPage<T>(long revision, List<T> rows, String next, boolean notNewer) {}

  /** Reads at a moment; refuses a district without a roster. */
  <T> T read(CleverId district, ReadTime when, Function<Moment, T> question) {
    return moments.read(Scope.current(), district, when, CallDeadline.left(), question);
  }

  /** Reads a current roster; refuses a district without one. */
  <T> T now(CleverId district, CurrentRead.Question question, Function<CurrentRead, T> answer) {
    return moments.now(Scope.current(), district, CallDeadline.left(), question, answer);
  }

  /**
   * Records with given ids, in no order.
   *
   * @param revision the revision at which they were read
   * @param notNewer true if the caller has this revision already, so that none were read
   */
  record FoundRows(long revision, List<Row> rows, boolean notNewer) {}

  /** Reads the records that exist; refuses a district without a roster. */
  FoundRows among(
      RecordKind<?, ?> kind, CleverId district, List<CleverId> ids, ReadRequest wanted) {
    if (wanted.present()) {
      return now(
          district,
          kind.among(ids),
          present -> new FoundRows(present.revision(), present.rows(kind::byId), false));
    }
    return read(
        district,
        wanted.when(),
        moment ->
            wanted.has(moment)
                ? new FoundRows(moment.revision(), List.of(), true)
                : new FoundRows(moment.revision(), kind.among(moment, ids, wanted.mask()), false));
  }

  /** Reads the record named by a Get request; refuses the request if it is missing. */
  <M extends Message> M find(RecordKind<?, M> kind, String name, Message request) {
    var named = kind.collection().require("name", name);
    var wanted = ReadRequest.of(request, kind);
    var found = among(kind, named.district(), List.of(named.id()), wanted);
    if (found.notNewer()) {
      return kind.nothing();
    }
    return found.rows().stream()
        .findFirst()
        .map(row -> kind.message(named.district(), row, wanted.mask()))
        .orElseThrow(() -> missing(kind.collection(), named));
  }

  /** Reads a page of a List request's records that pass the filter, or refuses the request. */
  <R extends Record, M extends Message> RosterPage<M> page(
      RecordKind<R, M> kind, Message request, Filter<R> filter) {
    var wanted = ReadRequest.of(request, kind);
    var mask = wanted.mask();
    var district = ReadRequest.parent(request);
    var asked = tokens.page(request);
    var position = asked.position();
    var when =
        position
            .<ReadTime>map(last -> new ReadTime.GoingOn(last.revision()))
            .orElseGet(wanted::when);
    return read(
        district,
        when,
        moment -> {
          if (wanted.has(moment)) {
            return new RosterPage<>(moment.revision(), List.of(), "", true);
          }
          var after = position.map(PagePosition::last).map(CleverId::of);
          var rows = kind.read(filter.at(moment), mask).page(moment, after, asked.limit());
          var messages =
              AnswerSizes.fitting(
                  rows.stream()
                      .limit(asked.size())
                      .map(row -> kind.message(district, row, mask))
                      .iterator());
          var next =
              rows.size() > messages.size()
                  ? asked.token(
                      new PagePosition(
                          moment.revision(), Versions.id(rows.get(messages.size() - 1)).toString()))
                  : "";
          return new RosterPage<>(moment.revision(), messages, next, false);
        });
  }

  static RuntimeException missing(Collection collection, RecordName name) {
    return ResourceRefusals.recordNotFound(name.district(), collection.word(), Optional.empty());
  }
}
