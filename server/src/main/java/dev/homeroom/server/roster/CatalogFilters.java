package dev.homeroom.server.roster;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.generated.tables.records.CoursesRecord;
import dev.homeroom.server.db.generated.tables.records.SchoolsRecord;
import dev.homeroom.server.db.generated.tables.records.TermsRecord;
import dev.homeroom.server.roster.record.RecordKind;
import dev.homeroom.v1.CourseFilter;
import dev.homeroom.v1.SchoolFilter;
import dev.homeroom.v1.TermFilter;

/** Reads the filters for schools, terms and courses, or refuses them. */
final class CatalogFilters {
  private CatalogFilters() {}

  static Filter<SchoolsRecord> of(String path, CleverId district, SchoolFilter filter) {
    return new Criteria(path, district)
        .text("sis_id", filter.getSisId(), "sis_id")
        .prefix("name_prefix", filter.getNamePrefix(), "name")
        .of(RecordKind.SCHOOLS);
  }

  static Filter<TermsRecord> of(String path, CleverId district, TermFilter filter) {
    return new Criteria(path, district)
        .day("date", filter.getDate(), "start_date", "end_date")
        .prefix("name_prefix", filter.getNamePrefix(), "name")
        .of(RecordKind.TERMS);
  }

  static Filter<CoursesRecord> of(String path, CleverId district, CourseFilter filter) {
    return new Criteria(path, district)
        .text("number", filter.getNumber(), "number")
        .prefix("name_prefix", filter.getNamePrefix(), "name")
        .of(RecordKind.COURSES);
  }
}
