package dev.homeroom.server.access;

import static dev.homeroom.server.access.Conditions.in;
import static dev.homeroom.server.access.Conditions.memberOf;
import static dev.homeroom.v1.AccessRule.ACCESS_RULE_OF_OWN_SCHOOLS;
import static dev.homeroom.v1.AccessRule.ACCESS_RULE_OF_OWN_SECTIONS;
import static dev.homeroom.v1.AccessRule.ACCESS_RULE_OWN_DISTRICT;
import static dev.homeroom.v1.AccessRule.ACCESS_RULE_OWN_SCHOOLS;
import static dev.homeroom.v1.AccessRule.ACCESS_RULE_OWN_SECTIONS;
import static dev.homeroom.v1.AccessRule.ACCESS_RULE_STUDENTS_OF_OWN_SECTIONS;
import static dev.homeroom.v1.AccessRule.ACCESS_RULE_TEACHERS_OF_OWN_SECTIONS;
import static java.util.Objects.requireNonNull;

import dev.homeroom.server.db.generated.tables.Sections;
import dev.homeroom.v1.AccessRule;
import dev.homeroom.v1.CallerRole;
import dev.homeroom.v1.PrivacyClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;

/**
 * The views that a person's roles open. Each role opens its own; together they open the union. The
 * roles at the beginning of the call choose the conditions, and each condition looks at the live
 * roster again.
 */
final class PersonViews implements RosterViews {
  /** The fields of students that their teachers may read. */
  private static final ReadableFields STUDENT_FIELDS =
      ReadableFields.of(
          PrivacyClass.PRIVACY_CLASS_IDENTIFIER,
          PrivacyClass.PRIVACY_CLASS_DIRECTORY,
          PrivacyClass.PRIVACY_CLASS_EDUCATION_RECORD);

  private static final ReadableFields DIRECTORY =
      ReadableFields.of(PrivacyClass.PRIVACY_CLASS_DIRECTORY);

  private final Set<CallerRole> roles;
  private final UserRules rules;
  private final PersonSets sets;

  PersonViews(ReadPermissions.Person person) {
    this(person.roles(), person.rules(), new PersonSets(person));
  }

  /** The views of the person of these sets, who holds the roles. */
  PersonViews(Set<CallerRole> roles, UserRules rules, PersonSets sets) {
    this.roles = roles;
    this.rules = rules;
    this.sets = sets;
  }

  @Override
  public List<RecordView> schools(Table<?> table) {
    var views = new ArrayList<RecordView>();
    if (is(CallerRole.CALLER_ROLE_STUDENT)) {
      var own = sets.schools(user -> user.STUDENT_SCHOOLS, user -> user.STUDENT);
      views.add(
          records(student(ACCESS_RULE_OWN_SCHOOLS), table, own, ReadableFields.NOTHING_PERSONAL));
      var attended = sets.referred(attended(), section -> section.SCHOOL);
      views.add(
          records(
              student(ACCESS_RULE_OF_OWN_SECTIONS),
              table,
              attended,
              ReadableFields.NOTHING_PERSONAL));
    }
    if (is(CallerRole.CALLER_ROLE_TEACHER)) {
      var own = sets.schools(user -> user.TEACHER_SCHOOLS, user -> user.TEACHER);
      views.add(records(teacher(ACCESS_RULE_OWN_SCHOOLS), table, own, DIRECTORY));
      var taught = sets.referred(taught(), section -> section.SCHOOL);
      views.add(records(teacher(ACCESS_RULE_OF_OWN_SECTIONS), table, taught, DIRECTORY));
    }
    if (is(CallerRole.CALLER_ROLE_STAFF)) {
      views.add(records(staff(ACCESS_RULE_OWN_SCHOOLS), table, staffSchools(), staffFields()));
    }
    return withDistrict(views);
  }

  @Override
  public List<RecordView> terms(Table<?> table) {
    return referred(table, section -> section.TERM);
  }

  @Override
  public List<RecordView> courses(Table<?> table) {
    return referred(table, section -> section.COURSE);
  }

  @Override
  public List<RecordView> sections(Table<?> table) {
    var views = new ArrayList<RecordView>();
    if (is(CallerRole.CALLER_ROLE_STUDENT)) {
      var through = student(ACCESS_RULE_OWN_SECTIONS);
      var own = in(table, "id", attended());
      views.add(
          rules.classmatesNamed()
              ? new RecordView(through, own, STUDENT_FIELDS)
              : new RecordView(through, own, DIRECTORY).showingOnly(sets.me()));
    }
    if (is(CallerRole.CALLER_ROLE_TEACHER)) {
      views.add(
          new RecordView(
              teacher(ACCESS_RULE_OWN_SECTIONS), in(table, "id", taught()), STUDENT_FIELDS));
    }
    if (is(CallerRole.CALLER_ROLE_STAFF)) {
      var own = in(table, "school", staffSchools());
      views.add(new RecordView(staff(ACCESS_RULE_OF_OWN_SCHOOLS), own, staffFields()));
    }
    return withDistrict(views);
  }

  @Override
  public List<RecordView> users(Table<?> table) {
    var views = new ArrayList<RecordView>();
    views.add(RecordView.own(own(table, "id")));
    if (is(CallerRole.CALLER_ROLE_STUDENT)) {
      var teachers = sets.people(attended(), section -> section.TEACHERS);
      views.add(
          records(
              student(ACCESS_RULE_TEACHERS_OF_OWN_SECTIONS),
              table,
              teachers,
              ReadableFields.NAMES));
      if (rules.classmatesNamed()) {
        var classmates = sets.people(attended(), section -> section.STUDENTS);
        views.add(
            records(
                student(ACCESS_RULE_STUDENTS_OF_OWN_SECTIONS),
                table,
                classmates,
                ReadableFields.NAMES));
      }
    }
    if (is(CallerRole.CALLER_ROLE_TEACHER)) {
      var students = sets.people(taught(), section -> section.STUDENTS);
      views.add(
          records(teacher(ACCESS_RULE_STUDENTS_OF_OWN_SECTIONS), table, students, STUDENT_FIELDS));
      var colleagues = sets.people(taught(), section -> section.TEACHERS);
      views.add(
          records(teacher(ACCESS_RULE_TEACHERS_OF_OWN_SECTIONS), table, colleagues, DIRECTORY));
    }
    if (is(CallerRole.CALLER_ROLE_STAFF)) {
      views.add(
          new RecordView(
              staff(ACCESS_RULE_OF_OWN_SCHOOLS), memberOf(table, staffSchools()), staffFields()));
    }
    return withDistrict(views);
  }

  @Override
  public List<RecordView> enrollments(Table<?> table) {
    var views = new ArrayList<RecordView>();
    views.add(RecordView.own(own(table, "user")));
    if (is(CallerRole.CALLER_ROLE_TEACHER)) {
      var students = in(table, "user", sets.people(taught(), section -> section.STUDENTS));
      views.add(
          new RecordView(
              teacher(ACCESS_RULE_STUDENTS_OF_OWN_SECTIONS), students, ReadableFields.EVERYTHING));
    }
    return withDistrict(views);
  }

  private List<RecordView> referred(Table<?> table, Function<Sections, Field<byte[]>> reference) {
    var views = new ArrayList<RecordView>();
    if (is(CallerRole.CALLER_ROLE_STUDENT)) {
      views.add(
          records(
              student(ACCESS_RULE_OF_OWN_SECTIONS),
              table,
              sets.referred(attended(), reference),
              ReadableFields.EVERYTHING));
    }
    if (is(CallerRole.CALLER_ROLE_TEACHER)) {
      views.add(
          records(
              teacher(ACCESS_RULE_OF_OWN_SECTIONS),
              table,
              sets.referred(taught(), reference),
              ReadableFields.EVERYTHING));
    }
    if (is(CallerRole.CALLER_ROLE_STAFF)) {
      var ids = sets.referredAt(staffSchools(), reference);
      views.add(records(staff(ACCESS_RULE_OF_OWN_SCHOOLS), table, ids, ReadableFields.EVERYTHING));
    }
    return withDistrict(views);
  }

  private static RecordView records(
      AccessPath through, Table<?> table, Field<byte[][]> ids, ReadableFields fields) {
    return new RecordView(through, in(table, "id", ids), fields);
  }

  private List<RecordView> withDistrict(List<RecordView> views) {
    if (is(CallerRole.CALLER_ROLE_DISTRICT_ADMIN)) {
      views.add(
          new RecordView(
              new AccessPath(CallerRole.CALLER_ROLE_DISTRICT_ADMIN, ACCESS_RULE_OWN_DISTRICT),
              sets.holds(own -> own.DISTRICT_ADMIN),
              ReadableFields.EVERYTHING));
    }
    return List.copyOf(views);
  }

  private Condition own(Table<?> table, String column) {
    return requireNonNull(table.field(column, byte[].class), column).eq(sets.me());
  }

  private Field<byte[][]> attended() {
    return sets.sections(section -> section.STUDENTS, own -> own.STUDENT);
  }

  private Field<byte[][]> taught() {
    return sets.sections(section -> section.TEACHERS, own -> own.TEACHER);
  }

  private Field<byte[][]> staffSchools() {
    return sets.schools(own -> own.STAFF_SCHOOLS, own -> own.STAFF);
  }

  private ReadableFields staffFields() {
    return new ReadableFields(rules.staffFields(), false);
  }

  private boolean is(CallerRole role) {
    return roles.contains(role);
  }

  private static AccessPath student(AccessRule rule) {
    return new AccessPath(CallerRole.CALLER_ROLE_STUDENT, rule);
  }

  private static AccessPath teacher(AccessRule rule) {
    return new AccessPath(CallerRole.CALLER_ROLE_TEACHER, rule);
  }

  private static AccessPath staff(AccessRule rule) {
    return new AccessPath(CallerRole.CALLER_ROLE_STAFF, rule);
  }
}
