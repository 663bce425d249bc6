package dev.homeroom.server.access;

import dev.homeroom.v1.VisibleRecords;
import java.util.List;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * Counts the records that a person sees, view by view.
 *
 * @param asker the caller who gets the answer; records that the asker does not see are not counted
 * @param readable what the asker may read of the person
 */
record SeenRecords(DSLContext db, Scope.InDistrict asker, ReadableRecord readable) {
  List<VisibleRecords> of(ReadPermissions.Person person) {
    var views = new PersonViews(person);
    return RecordTables.ALL.stream().flatMap(type -> of(type, type.live(views)).stream()).toList();
  }

  private List<VisibleRecords> of(RecordTables type, List<RecordView> views) {
    if (views.isEmpty()) {
      return List.of();
    }
    var counts =
        db.select(views.stream().map(view -> DSL.count().filterWhere(view.rows())).toList())
            .from(type.live())
            .where(
                asker.inDistrict(type.live()),
                RecordView.visible(type.live(asker.views())),
                RecordView.visible(views))
            .fetchSingle();
    return IntStream.range(0, views.size())
        .mapToObj(i -> {
          var view = views.get(i);
          var records =
              VisibleRecords.newBuilder()
                  .setType(type.type())
                  .setRole(view.through().role())
                  .setRule(view.through().rule())
                  .setFields(view.visibleFields());
          if (readable.reads(view.through())) {
            records.setCount(counts.get(i, Long.class));
          }
          return records.build();
        })
        .toList();
  }
}
