package dev.homeroom.server.explain;

import static dev.homeroom.server.roster.record.Versions.column;

import com.google.protobuf.Timestamp;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.letter.RowEnding;
import dev.homeroom.server.record.TableKeys;
import dev.homeroom.server.roster.record.Moment;
import dev.homeroom.server.roster.record.RecordKind;
import dev.homeroom.server.rpc.ProtoTimestamps;
import dev.homeroom.server.rpc.ResourceNames;
import dev.homeroom.v1.RecordVersion;
import dev.homeroom.v1.RecordVersionEnd;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Reads the versions of one record from its live table and its history. */
final class RecordHistory {
  private static final int MOST = 100;

  private final Moment moment;
  private final RecordKind<?, ?> kind;
  private final CleverId id;

  RecordHistory(Moment moment, RecordKind<?, ?> kind, CleverId id) {
    this.moment = moment;
    this.kind = kind;
    this.id = id;
  }

  /** The versions, newest first; empty if there is none. */
  List<RecordVersion> versions() {
    var spans = spans();
    var revisions = revisions(spans);
    return spans.stream().map(span -> version(span, revisions)).toList();
  }

  /**
   * The revisions of a version: from the first to before {@code until}, which is 0 for a live one.
   */
  private record Span(long from, long until, RecordVersionEnd end) {}

  private List<Span> spans() {
    var live = kind.live().apply(moment.scope());
    var former = kind.former().apply(moment.scope());
    var spans =
        new ArrayList<Span>(
            moment
                .db()
                .select(column(live, "revision", Long.class))
                .from(live)
                .where(column(live, "id", byte[].class).eq(id.bytes()))
                .fetch(row ->
                    new Span(row.value1(), 0, RecordVersionEnd.RECORD_VERSION_END_UNSPECIFIED)));
    var until = column(former, "until_revision", Long.class);
    spans.addAll(
        moment
            .db()
            .select(column(former, "revision", Long.class), until, TableKeys.ended(former))
            .from(former)
            .where(column(former, "id", byte[].class).eq(id.bytes()))
            .orderBy(until.desc())
            .limit(MOST - spans.size())
            .fetch(row -> new Span(row.value1(), row.value2(), end(row.value3()))));
    return spans;
  }

  private static RecordVersionEnd end(RowEnding ending) {
    return switch (ending) {
      case UPDATED -> RecordVersionEnd.RECORD_VERSION_END_UPDATED;
      case ARCHIVED -> RecordVersionEnd.RECORD_VERSION_END_ARCHIVED;
      case REMAPPED -> RecordVersionEnd.RECORD_VERSION_END_REMAPPED;
    };
  }

  /** The time at which a revision was written, and the run that wrote it. */
  private record Written(OffsetDateTime at, @Nullable UUID run) {}

  private Map<Long, Written> revisions(List<Span> spans) {
    var revisions = moment.scope().revisions();
    var named = spans.stream().flatMap(span -> List.of(span.from(), span.until()).stream());
    return moment
        .db()
        .select(revisions.REVISION, revisions.WRITTEN_AT, revisions.RUN)
        .from(revisions)
        .where(revisions.REVISION.eq(DSL.any(named.toArray(Long[]::new))))
        .fetchMap(row -> row.value1(), row -> new Written(row.value2(), row.value3()));
  }

  private RecordVersion version(Span span, Map<Long, Written> revisions) {
    var version =
        RecordVersion.newBuilder()
            .setFromRevision(span.from())
            .setUntilRevision(span.until())
            .setEnd(span.end());
    set(
        Optional.ofNullable(revisions.get(span.from())),
        version::setFromTime,
        version::setFromSyncRun);
    set(
        Optional.ofNullable(revisions.get(span.until())),
        version::setUntilTime,
        version::setUntilSyncRun);
    return version.build();
  }

  private void set(Optional<Written> written, Consumer<Timestamp> time, Consumer<String> run) {
    written.ifPresent(revision -> {
      time.accept(ProtoTimestamps.of(revision.at()));
      var writer = revision.run();
      if (writer != null) {
        run.accept(ResourceNames.syncRun(moment.district(), writer));
      }
    });
  }
}
