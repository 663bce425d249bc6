package dev.homeroom.server.roster.watch;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.roster.record.Versions;
import dev.homeroom.server.rpc.Refusal.Violation;
import dev.homeroom.server.rpc.RequestRefusals;
import dev.homeroom.server.rpc.ResourceNames;
import dev.homeroom.server.rpc.ResourceNames.Collection;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.WatchRosterRequest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jooq.Condition;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * The part of a district that a watch covers.
 *
 * @param types the types of records; never empty
 * @param schools only records of these schools; empty: all records
 */
record WatchScope(CleverId district, Set<RecordType> types, SortedSet<CleverId> schools) {
  private static final int MOST_SCHOOLS = 100;

  /** Reads a request, or refuses it. */
  static WatchScope of(WatchRosterRequest request) {
    var district = ResourceNames.requireDistrict("parent", request.getParent());
    var violations = new ArrayList<Violation>();
    var types = EnumSet.noneOf(RecordType.class);
    for (int i = 0; i < request.getTypesCount(); i++) {
      var type = request.getTypes(i);
      if (type == RecordType.UNRECOGNIZED || type == RecordType.RECORD_TYPE_UNSPECIFIED) {
        violations.add(new Violation("types[" + i + "]", "must be a type of RecordType"));
      } else if (!types.add(type)) {
        violations.add(new Violation("types[" + i + "]", "is named twice"));
      }
    }
    if (request.getSchoolsCount() > MOST_SCHOOLS) {
      violations.add(new Violation("schools", "must be at most " + MOST_SCHOOLS));
    }
    var schools = new TreeSet<CleverId>();
    for (int i = 0; i < request.getSchoolsCount(); i++) {
      var school = Collection.SCHOOLS.parse(request.getSchools(i));
      if (school.isEmpty() || !school.get().district().equals(district)) {
        violations.add(
            new Violation(
                "schools[" + i + "]",
                "must have the form districts/{district}/schools/{school}, of the district that"
                    + " parent names"));
      } else {
        schools.add(school.get().id());
      }
    }
    if (!violations.isEmpty()) {
      throw RequestRefusals.invalidFields(violations);
    }
    if (types.isEmpty()) {
      StepPart.ALL.forEach(part -> types.add(part.type()));
    }
    return new WatchScope(district, types, schools);
  }

  /** The same for equal requests. */
  List<String> identity() {
    return List.of(district.toString(), types.toString(), schools.toString());
  }

  /** Matches rows of a type's live table, or of its history, that the watch covers. */
  Condition filter(RecordType type, Table<?> table) {
    if (schools.isEmpty()) {
      return DSL.noCondition();
    }
    var ids = schools.stream().map(CleverId::bytes).toArray(byte[][]::new);
    return switch (type) {
      case RECORD_TYPE_SCHOOL -> in(table, "id", ids);
      case RECORD_TYPE_SECTION -> in(table, "school", ids);
      case RECORD_TYPE_USER ->
          DSL.or(
              in(table, "student_school", ids),
              overlaps(table, "student_schools", ids),
              in(table, "teacher_school", ids),
              overlaps(table, "teacher_schools", ids),
              overlaps(table, "staff_schools", ids));
      case RECORD_TYPE_DISTRICT,
          RECORD_TYPE_TERM,
          RECORD_TYPE_COURSE,
          RECORD_TYPE_UNSPECIFIED,
          UNRECOGNIZED ->
          DSL.noCondition();
    };
  }

  private static Condition in(Table<?> table, String column, byte[][] ids) {
    return Versions.column(table, column, byte[].class).eq(DSL.any(ids));
  }

  private static Condition overlaps(Table<?> table, String column, byte[][] ids) {
    var field = Versions.column(table, column, byte[][].class);
    return DSL.arrayOverlap(field, DSL.val(ids, field));
  }
}
