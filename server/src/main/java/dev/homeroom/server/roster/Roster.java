package dev.homeroom.server.roster;

import com.google.protobuf.Message;
import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.Row;
import dev.homeroom.server.roster.record.Moment;
import dev.homeroom.server.roster.record.Moments;
import dev.homeroom.server.roster.record.Present;
import dev.homeroom.server.roster.record.RecordKind;
import dev.homeroom.server.roster.record.Versions;
import dev.homeroom.server.roster.record.When;
import dev.homeroom.server.rpc.AnswerSizes;
import dev.homeroom.server.rpc.CallDeadline;
import dev.homeroom.server.rpc.PageTokens;
import dev.homeroom.server.rpc.PageTokens.Position;
import dev.homeroom.server.rpc.ResourceNames.Collection;
import dev.homeroom.server.rpc.ResourceNames.RecordName;
import dev.homeroom.server.rpc.ResourceRefusals;
import java.util.List;
import java.util.Optional;
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
   * @param notNewer the caller has it all, so no rows were read
   */
  record Page<T>(long revision, List<T> rows, String next, boolean notNewer) {}

  /** Asks a question at a moment; refuses a district without a roster. */
  <T> T read(CleverId district, When when, Function<Moment, T> question) {
    return moments.read(Scope.current(), district, when, CallDeadline.left(), question);
  }

  /** Asks a question about a roster as it is; refuses a district without one. */
  <T> T now(CleverId district, Present.Question question, Function<Present, T> answer) {
    return moments.now(Scope.current(), district, CallDeadline.left(), question, answer);
  }

  /**
   * Records of some ids, in no order.
   *
   * @param revision the revision that they are read at
   * @param notNewer the caller has it all, so none were read
   */
  record Found(long revision, List<Row> rows, boolean notNewer) {}

  /** Reads those of the records that are there; refuses a district without a roster. */
  Found among(RecordKind<?, ?> kind, CleverId district, List<CleverId> ids, ReadRequest wanted) {
    if (wanted.present()) {
      return now(
          district,
          kind.among(ids),
          present -> new Found(present.revision(), present.rows(kind::byId), false));
    }
    return read(
        district,
        wanted.when(),
        moment ->
            wanted.has(moment)
                ? new Found(moment.revision(), List.of(), true)
                : new Found(moment.revision(), kind.among(moment, ids, wanted.mask()), false));
  }

  /** Reads the record that a Get request names, or refuses. */
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

  /** Reads a page of those records that a List request's filter lets through, or refuses. */
  <R extends Record, M extends Message> Page<M> page(
      RecordKind<R, M> kind, Message request, Filter<R> filter) {
    var wanted = ReadRequest.Page.of(request, kind);
    var mask = wanted.read().mask();
    var position = tokens.read(wanted.list(), wanted.token());
    var when =
        position
            .<When>map(last -> new When.GoingOn(last.revision()))
            .orElseGet(wanted.read()::when);
    return read(
        wanted.district(),
        when,
        moment -> {
          if (wanted.read().has(moment)) {
            return new Page<>(moment.revision(), List.of(), "", true);
          }
          var after = position.map(Position::last).map(CleverId::of);
          var rows = kind.read(filter.at(moment), mask).page(moment, after, wanted.size() + 1);
          var messages =
              AnswerSizes.fitting(
                  rows.stream()
                      .limit(wanted.size())
                      .map(row -> kind.message(wanted.district(), row, mask))
                      .iterator());
          var next =
              rows.size() > messages.size()
                  ? tokens.write(
                      wanted.list(),
                      new Position(
                          moment.revision(), Versions.id(rows.get(messages.size() - 1)).toString()))
                  : "";
          return new Page<>(moment.revision(), messages, next, false);
        });
  }

  static RuntimeException missing(Collection collection, RecordName name) {
    return ResourceRefusals.recordNotFound(name.district(), collection.word(), Optional.empty());
  }
}
