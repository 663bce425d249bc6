package dev.homeroom.server.roster;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.generated.tables.records.UsersRecord;
import dev.homeroom.server.roster.record.Moment;
import dev.homeroom.server.roster.record.RecordKind;
import dev.homeroom.server.roster.record.Versions;
import dev.homeroom.server.rpc.ResourceNames.Collection;
import dev.homeroom.v1.UserFilter;
import dev.homeroom.v1.UserRole;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** Reads the filter for users, or refuses it. */
final class UserFilters {
  private UserFilters() {}

  /**
   * The columns by which a role can be filtered; empty: the role has no such column.
   *
   * @param flag true if the user holds the role
   * @param school the primary school
   * @param schools all schools
   * @param sisId the id in the student information system
   */
  private record Role(
      String flag, Optional<String> school, Optional<String> schools, Optional<String> sisId) {
    static final Role STUDENT =
        of("student", "student_school", "student_schools", "student_sis_id");
    static final Role TEACHER =
        of("teacher", "teacher_school", "teacher_schools", "teacher_sis_id");
    static final Role STAFF = of("staff", "", "staff_schools", "staff_id");
    static final Role DISTRICT_ADMIN = of("district_admin", "", "", "");
    static final Role CONTACT = of("contact", "", "", "contact_sis_id");
    static final List<Role> ALL = List.of(STUDENT, TEACHER, STAFF, DISTRICT_ADMIN, CONTACT);

    /** The id that the role had before version 3 of Clever's API. */
    String legacyId() {
      return flag + "_legacy_id";
    }

    private static Role of(String flag, String school, String schools, String sisId) {
      return new Role(flag, named(school), named(schools), named(sisId));
    }

    private static Optional<String> named(String column) {
      return Optional.of(column).filter(name -> !name.isEmpty());
    }
  }

  static Filter<UsersRecord> of(String path, CleverId district, UserFilter filter) {
    var criteria = new Criteria(path, district);
    var roles = roles(criteria, filter.getRole());
    if (roles.size() == 1) {
      criteria.where(
          table -> Versions.column(table, roles.getFirst().flag(), Boolean.class).isTrue());
    }
    criteria
        .record("school", Collection.SCHOOLS, filter.getSchool())
        .ifPresent(school ->
            criteria.where(
                table -> at(table, roles, school),
                roles.stream()
                    .flatMap(role -> Stream.of(role.school(), role.schools()))
                    .flatMap(Optional::stream)
                    .toArray(String[]::new)));
    var section = criteria.record("section", Collection.SECTIONS, filter.getSection());
    criteria
        .record("contact_of", Collection.USERS, filter.getContactOf())
        .ifPresent(student ->
            criteria.where(
                table ->
                    Versions.column(table, "contact", Boolean.class)
                        .isTrue()
                        .and(Criteria.holds(table, "contact_students", student)),
                "contact_students"));
    var all =
        criteria
            .text("grade", filter.getGrade(), "student_grade")
            .text(
                "sis_id",
                filter.getSisId(),
                roles.stream().flatMap(role -> role.sisId().stream()).toArray(String[]::new))
            .id(
                "legacy_id",
                filter.getLegacyId(),
                roles.stream().map(Role::legacyId).toArray(String[]::new))
            .caseless("email", filter.getEmail(), "email")
            .prefix("name_prefix", filter.getNamePrefix(), "first_name", "last_name")
            .all(RecordKind.USERS);
    return moment -> {
      var condition = all.in(moment.scope());
      var members = section.map(id -> members(moment, id, filter.getRole()));
      return RecordKind.USERS.versions(
          moment.scope(),
          table ->
              condition
                  .apply(table)
                  .and(
                      members
                          .map(ids -> Versions.column(table, "id", byte[].class).eq(DSL.any(ids)))
                          .orElseGet(DSL::noCondition)));
    };
  }

  /** The roles to which the filter is limited. */
  private static List<Role> roles(Criteria criteria, UserRole role) {
    return switch (role) {
      case USER_ROLE_UNSPECIFIED -> Role.ALL;
      case USER_ROLE_STUDENT -> List.of(Role.STUDENT);
      case USER_ROLE_TEACHER -> List.of(Role.TEACHER);
      case USER_ROLE_STAFF -> List.of(Role.STAFF);
      case USER_ROLE_DISTRICT_ADMIN -> List.of(Role.DISTRICT_ADMIN);
      case USER_ROLE_CONTACT -> List.of(Role.CONTACT);
      case UNRECOGNIZED -> {
        criteria.refuse("role", "must be one of the roles of UserRole");
        yield Role.ALL;
      }
    };
  }

  private static Condition at(Table<?> table, List<Role> roles, CleverId school) {
    return Criteria.either(
        roles.stream()
            .flatMap(role ->
                Stream.concat(
                    role.school().stream()
                        .map(column ->
                            Versions.column(table, column, byte[].class).eq(school.bytes())),
                    role.schools().stream().map(column -> Criteria.holds(table, column, school))))
            .toList());
  }

  /** Everyone who teaches or learns in the section at the moment. */
  private static byte[][] members(Moment moment, CleverId section, UserRole role) {
    var lists =
        switch (role) {
          case USER_ROLE_TEACHER -> List.of("teachers");
          case USER_ROLE_STUDENT -> List.of("students");
          case USER_ROLE_UNSPECIFIED,
              USER_ROLE_STAFF,
              USER_ROLE_DISTRICT_ADMIN,
              USER_ROLE_CONTACT,
              UNRECOGNIZED ->
              List.of("teachers", "students");
        };
    var scope = moment.scope();
    lists.forEach(list -> scope.requireReadable(scope.sections(), list));
    return RecordKind.SECTIONS
        .versions(scope)
        .reading(Set.copyOf(lists))
        .find(moment, section)
        .map(found ->
            lists.stream()
                .flatMap(list -> Stream.of(found.get(list, byte[][].class)))
                .toArray(byte[][]::new))
        .orElseGet(() -> new byte[0][]);
  }
}
