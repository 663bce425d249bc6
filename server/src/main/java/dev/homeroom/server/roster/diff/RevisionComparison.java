package dev.homeroom.server.roster.diff;

import com.google.protobuf.Message;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.roster.record.ReadMask;
import dev.homeroom.server.roster.record.RecordKind;
import dev.homeroom.server.roster.record.RevisionSpan;
import dev.homeroom.server.roster.record.Versions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * Compares one type of record at both ends of a span, in batches ordered by id. A filter applies to
 * each end separately: a record that passes it at only one end entered or left.
 */
public final class RevisionComparison<R extends Record, M extends Message> {
  private static final Set<String> BOOKKEEPING =
      Set.of("district", "id", "content_hash", "mapping_version", "revision");

  private final RecordKind<R, M> kind;
  private final RevisionSpan span;
  private final Versions<R> versions;

  /** Compares all records that the caller may see. */
  public RevisionComparison(RecordKind<R, M> kind, RevisionSpan span) {
    this(kind, span, _ -> DSL.noCondition());
  }

  /**
   * Compares records that pass the filter; it is called with the live table and with the history.
   */
  public RevisionComparison(
      RecordKind<R, M> kind, RevisionSpan span, Function<Table<?>, Condition> filter) {
    this.kind = kind;
    this.span = span;
    this.versions = kind.versions(span.end().scope(), filter);
  }

  /**
   * Some differences.
   *
   * @param found ordered by id; may be empty even if there are more
   * @param next the id after which the next batch begins; empty: this was the last one
   */
  public record DifferenceBatch<M extends Message>(
      List<Difference<M>> found, Optional<CleverId> next) {}

  /**
   * Records that entered or changed. Rows that were rewritten without a visible change do not
   * count.
   *
   * @param rows the largest number of rows to look at
   */
  public DifferenceBatch<M> arrivals(Optional<CleverId> after, int rows) {
    var began = versions.began(span, after, rows);
    var before = span.from() == 0 ? Map.<CleverId, M>of() : endedAmong(began);
    var found =
        began.stream()
            .map(row -> {
              var id = Versions.id(row);
              return new Difference<>(
                  id, Optional.ofNullable(before.get(id)), Optional.of(message(row)));
            })
            .filter(each -> !each.before().equals(each.after()))
            .toList();
    return new DifferenceBatch<>(found, next(began, rows));
  }

  /**
   * Records that left.
   *
   * @param rows the largest number of rows to look at
   */
  public DifferenceBatch<M> departures(Optional<CleverId> after, int rows) {
    if (span.from() == 0) {
      return new DifferenceBatch<>(List.of(), Optional.empty());
    }
    var ended = versions.ended(span, after, rows);
    var stayed = ids(ended.isEmpty() ? List.of() : versions.beganAmong(span, ids(ended)));
    var found =
        ended.stream()
            .filter(row -> !stayed.contains(Versions.id(row)))
            .map(row ->
                new Difference<>(Versions.id(row), Optional.of(message(row)), Optional.<M>empty()))
            .toList();
    return new DifferenceBatch<>(found, next(ended, rows));
  }

  /** Arrivals and departures together, ordered by id. */
  public DifferenceBatch<M> all(Optional<CleverId> after, int rows) {
    var arrivals = arrivals(after, rows);
    var departures = departures(after, rows);
    // Leaves out ids that only one of the two has reached.
    var next =
        Stream.of(arrivals.next(), departures.next())
            .flatMap(Optional::stream)
            .min(CleverId::compareTo);
    var found =
        Stream.of(arrivals.found(), departures.found())
            .flatMap(List::stream)
            .filter(each -> next.isEmpty() || each.id().compareTo(next.get()) <= 0)
            .sorted(Comparator.comparing(Difference<M>::id))
            .toList();
    return new DifferenceBatch<>(found, next);
  }

  /**
   * The numbers of differing records.
   *
   * @param entered only at the end
   * @param changed at both ends, with different content
   * @param left only at the start
   */
  public record Counts(long entered, long changed, long left) {}

  /** Counts all differences, in one statement. */
  public Counts count() {
    var began = versions.allBegan(span, "began");
    var ended = versions.allEnded(span, "ended");
    var isThere = Versions.column(began, "id", byte[].class).isNotNull();
    var wasThere = Versions.column(ended, "id", byte[].class).isNotNull();
    var differs = DSL.row(content(began)).isDistinctFrom(DSL.row(content(ended)));
    var row =
        span.db()
            .select(
                DSL.count().filterWhere(wasThere.not()),
                DSL.count().filterWhere(isThere, wasThere, differs),
                DSL.count().filterWhere(isThere.not()))
            .from(began)
            .fullJoin(ended)
            .on(
                Versions.column(began, "id", byte[].class)
                    .eq(Versions.column(ended, "id", byte[].class)))
            .fetchSingle();
    return new Counts(row.value1(), row.value2(), row.value3());
  }

  private static List<Field<?>> content(Table<?> table) {
    return Arrays.stream(table.fields())
        .filter(field -> !BOOKKEEPING.contains(field.getName()))
        .toList();
  }

  private Map<CleverId, M> endedAmong(List<R> rows) {
    return rows.isEmpty()
        ? Map.of()
        : versions.endedAmong(span, ids(rows)).stream()
            .collect(Collectors.toMap(Versions::id, this::message));
  }

  private static Set<CleverId> ids(List<? extends Record> rows) {
    return rows.stream().map(Versions::id).collect(Collectors.toSet());
  }

  private M message(R row) {
    return kind.message(span.end().district(), row, ReadMask.ALL);
  }

  private static <R extends Record> Optional<CleverId> next(List<R> rows, int asked) {
    return rows.size() < asked ? Optional.empty() : Optional.of(Versions.id(rows.getLast()));
  }
}
