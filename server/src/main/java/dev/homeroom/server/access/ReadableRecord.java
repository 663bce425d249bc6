package dev.homeroom.server.access;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.v1.RecordType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * The part of one record that a caller may read: in the live roster, or else in its last former
 * state.
 */
final class ReadableRecord {
  private final List<RecordView> views;

  private ReadableRecord(List<RecordView> views) {
    this.views = views;
  }

  /** Finds what the caller may read of a record, which may be nothing. */
  static ReadableRecord of(DSLContext db, Scope.InDistrict scope, RecordType type, CleverId id) {
    var viewed = RecordTables.of(type);
    return new ReadableRecord(
        having(db, scope, viewed.live(), id, viewed.live(scope.views()))
            .or(() -> having(db, scope, viewed.former(), id, viewed.former(scope.views())))
            .orElseGet(List::of));
  }

  /** The views that contain the table's newest row of the record; empty if there is no row. */
  static Optional<List<RecordView>> having(
      DSLContext db, Scope.InDistrict scope, Table<?> table, CleverId id, List<RecordView> views) {
    var flags = new ArrayList<Field<?>>(List.of(DSL.inline(true)));
    views.forEach(view -> flags.add(DSL.field(view.rows())));
    return db.select(flags)
        .from(table)
        .where(
            scope.inDistrict(table),
            requireNonNull(table.field("id", byte[].class), "id").eq(id.bytes()))
        .orderBy(requireNonNull(table.field("revision"), "revision").desc())
        .limit(1)
        .fetchOptional()
        .map(row ->
            IntStream.range(0, views.size())
                .filter(i -> Boolean.TRUE.equals(row.get(i + 1)))
                .mapToObj(views::get)
                .toList());
  }

  /** Returns whether the caller sees the record at all. */
  boolean seen() {
    return !views.isEmpty();
  }

  /** Returns whether the caller may read the field of the record. */
  boolean reads(FieldDescriptor field) {
    return views.stream().anyMatch(view -> view.fields().reads(field));
  }

  /**
   * Returns whether the caller may know how many people see the record, or how many records its
   * person sees, by this rule.
   */
  boolean reads(AccessPath through) {
    return through.goesBy().stream().allMatch(this::reads);
  }
}
