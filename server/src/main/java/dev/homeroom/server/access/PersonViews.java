package dev.homeroom.server.access;

import static dev.homeroom.server.access.Conditions.in;
import static dev.homeroom.server.access.Conditions.memberOf;
import static java.util.Objects.requireNonNull;

import dev.homeroom.server.db.generated.tables.Sections;
import dev.homeroom.server.db.generated.tables.Users;
import dev.homeroom.v1.CallerRole;
import dev.homeroom.v1.PrivacyClass;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;

/**
 * What a person's roles open, each by itself; together they open what any of them does. The roles
 * that the call began with choose the conditions, and each condition looks at the live roster
 * again.
 */
final class PersonViews implements RosterViews {
  /** What teachers read of their students. */
  private static final ReadableFields PUPILS =
      ReadableFields.of(
          PrivacyClass.PRIVACY_CLASS_IDENTIFIER,
          PrivacyClass.PRIVACY_CLASS_DIRECTORY,
          PrivacyClass.PRIVACY_CLASS_EDUCATION_RECORD);

  private static final ReadableFields DIRECTORY =
      ReadableFields.of(PrivacyClass.PRIVACY_CLASS_DIRECTORY);

  private final Reach.Person person;
  private final PersonSets sets;

  PersonViews(Reach.Person person) {
    this.person = person;
    this.sets = new PersonSets(person);
  }

  @Override
  public List<View> schools(Table<?> table) {
    var views = new ArrayList<View>();
    if (is(CallerRole.CALLER_ROLE_STUDENT)) {
      views.add(
          schools(table, u -> u.STUDENT_SCHOOLS, u -> u.STUDENT, ReadableFields.NOTHING_PERSONAL));
      views.add(schools(table, attended(), ReadableFields.NOTHING_PERSONAL));
    }
    if (is(CallerRole.CALLER_ROLE_TEACHER)) {
      views.add(schools(table, u -> u.TEACHER_SCHOOLS, u -> u.TEACHER, DIRECTORY));
      views.add(schools(table, taught(), DIRECTORY));
    }
    if (is(CallerRole.CALLER_ROLE_STAFF)) {
      views.add(new View(in(table, "id", staffSchools()), staffFields()));
    }
    return withDistrict(views);
  }

  @Override
  public List<View> terms(Table<?> table) {
    return referred(table, section -> section.TERM);
  }

  @Override
  public List<View> courses(Table<?> table) {
    return referred(table, section -> section.COURSE);
  }

  @Override
  public List<View> sections(Table<?> table) {
    var views = new ArrayList<View>();
    if (is(CallerRole.CALLER_ROLE_STUDENT)) {
      var own = in(table, "id", attended());
      views.add(
          person.rules().classmatesNamed()
              ? new View(own, PUPILS)
              : new View(own, DIRECTORY).onlySeat(sets.me()));
    }
    if (is(CallerRole.CALLER_ROLE_TEACHER)) {
      views.add(new View(in(table, "id", taught()), PUPILS));
    }
    if (is(CallerRole.CALLER_ROLE_STAFF)) {
      views.add(new View(in(table, "school", staffSchools()), staffFields()));
    }
    return withDistrict(views);
  }

  @Override
  public List<View> users(Table<?> table) {
    var views = new ArrayList<View>();
    views.add(View.own(own(table, "id")));
    if (is(CallerRole.CALLER_ROLE_STUDENT)) {
      views.add(people(table, attended(), section -> section.TEACHERS, ReadableFields.NAMES));
      if (person.rules().classmatesNamed()) {
        views.add(people(table, attended(), section -> section.STUDENTS, ReadableFields.NAMES));
      }
    }
    if (is(CallerRole.CALLER_ROLE_TEACHER)) {
      views.add(people(table, taught(), section -> section.STUDENTS, PUPILS));
      views.add(people(table, taught(), section -> section.TEACHERS, DIRECTORY));
    }
    if (is(CallerRole.CALLER_ROLE_STAFF)) {
      views.add(new View(memberOf(table, staffSchools()), staffFields()));
    }
    return withDistrict(views);
  }

  @Override
  public List<View> seats(Table<?> table) {
    var views = new ArrayList<View>();
    views.add(View.own(own(table, "user")));
    if (is(CallerRole.CALLER_ROLE_TEACHER)) {
      var pupils = sets.people(taught(), section -> section.STUDENTS);
      views.add(new View(in(table, "user", pupils), ReadableFields.EVERYTHING));
    }
    return withDistrict(views);
  }

  private List<View> referred(Table<?> table, Function<Sections, Field<byte[]>> reference) {
    var views = new ArrayList<View>();
    if (is(CallerRole.CALLER_ROLE_STUDENT)) {
      views.add(referred(table, sets.referred(attended(), reference)));
    }
    if (is(CallerRole.CALLER_ROLE_TEACHER)) {
      views.add(referred(table, sets.referred(taught(), reference)));
    }
    if (is(CallerRole.CALLER_ROLE_STAFF)) {
      views.add(referred(table, sets.referredAt(staffSchools(), reference)));
    }
    return withDistrict(views);
  }

  private static View referred(Table<?> table, Field<byte[][]> ids) {
    return new View(in(table, "id", ids), ReadableFields.EVERYTHING);
  }

  private View people(
      Table<?> table,
      Field<byte[][]> sections,
      Function<Sections, Field<byte[][]>> list,
      ReadableFields fields) {
    return new View(in(table, "id", sets.people(sections, list)), fields);
  }

  private View schools(
      Table<?> table,
      Function<Users, Field<byte[][]>> list,
      Function<Users, Field<Boolean>> role,
      ReadableFields fields) {
    return new View(in(table, "id", sets.schools(list, role)), fields);
  }

  private View schools(Table<?> table, Field<byte[][]> sections, ReadableFields fields) {
    return new View(in(table, "id", sets.referred(sections, of -> of.SCHOOL)), fields);
  }

  private List<View> withDistrict(List<View> views) {
    if (is(CallerRole.CALLER_ROLE_DISTRICT_ADMIN)) {
      views.add(new View(sets.holds(own -> own.DISTRICT_ADMIN), ReadableFields.EVERYTHING));
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
    return new ReadableFields(person.rules().staffFields(), false);
  }

  private boolean is(CallerRole role) {
    return person.roles().contains(role);
  }
}
