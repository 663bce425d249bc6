package dev.homeroom.sandbox.api;

import dev.homeroom.sandbox.district.ObjectId;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.http.Query;
import dev.homeroom.sandbox.http.Refusal;
import dev.homeroom.sandbox.roster.Roster;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the records that a route leads to (sandbox/CLEVER.md 3.3). */
final class Resolver {
  private static final Set<Role> SEATED = Set.of(Role.STUDENT, Role.TEACHER);
  private static final Set<Role> AT_SCHOOL = Set.of(Role.STUDENT, Role.TEACHER, Role.STAFF);
  private static final Set<Role> ALL = Set.of(Role.values());

  private final Roster roster;
  private final Relations relations;
  private final Query query;

  Resolver(Roster roster, Query query) {
    this.roster = roster;
    this.relations = new Relations(roster);
    this.query = query;
  }

  Target resolve(Route route) {
    var type = RecordType.ofPath(route.collection()).orElse(null);
    if (type == null) {
      return route.id().isEmpty() ? new Target.Nothing() : new Target.Missing();
    }
    if (route.id().isEmpty()) {
      return list(type);
    }
    var slot = ObjectId.parse(route.id().get()).map(roster.rows(type)::find).orElse(-1);
    if (slot < 0) {
      return new Target.Missing();
    }
    return route
        .relation()
        .map(relation -> related(type, slot, relation))
        .orElseGet(() -> new Target.One(type, slot));
  }

  private Target list(RecordType type) {
    var all = Selection.all(roster, type);
    var selected = type == RecordType.USERS ? withRole(all, ALL) : all;
    return new Target.Many(type, selected, true, type != RecordType.DISTRICTS);
  }

  private Target related(RecordType type, int slot, String relation) {
    if (relation.equals("district")) {
      return new Target.One(RecordType.DISTRICTS, 0);
    }
    if (relation.equals("resources")) {
      return new Target.Nothing();
    }
    return switch (type) {
      case SCHOOLS -> ofSchool(slot, relation);
      case USERS -> ofUser(slot, relation);
      case SECTIONS -> ofSection(slot, relation);
      case COURSES -> ofSections(relations.sectionsOfCourse(slot), relation);
      case TERMS -> ofSections(relations.sectionsOfTerm(slot), relation);
      case DISTRICTS -> new Target.Missing();
    };
  }

  private Target ofSchool(int school, String relation) {
    return switch (relation) {
      case "sections" -> many(RecordType.SECTIONS, relations.sectionsOfSchool(school));
      case "courses" ->
          many(RecordType.COURSES, relations.coursesOf(relations.sectionsOfSchool(school)));
      case "terms" -> many(RecordType.TERMS, relations.termsOf(relations.sectionsOfSchool(school)));
      default -> {
        var users = withRole(relations.usersOfSchool(school), AT_SCHOOL);
        var primary = users.filter(user -> relations.primarySchool(user) == school);
        yield many(RecordType.USERS, asksForPrimary() ? primary : users);
      }
    };
  }

  private Target ofUser(int user, String relation) {
    return switch (relation) {
      case "schools" -> many(RecordType.SCHOOLS, relations.schoolsOfUser(user, asksForPrimary()));
      case "sections" -> many(RecordType.SECTIONS, relations.sectionsOfUser(user));
      case "mycontacts" -> many(RecordType.USERS, relations.contactsOf(user));
      case "myteachers" -> many(RecordType.USERS, relations.teachersOf(user));
      default -> many(RecordType.USERS, relations.studentsOf(user));
    };
  }

  private Target ofSection(int section, String relation) {
    return switch (relation) {
      case "users" -> many(RecordType.USERS, withRole(relations.usersOfSection(section), SEATED));
      case "school" -> one(RecordType.SCHOOLS, roster.sections().school(section));
      case "course" -> one(RecordType.COURSES, roster.sections().course(section));
      default -> one(RecordType.TERMS, roster.sections().term(section));
    };
  }

  private Target ofSections(Selection.OfRecords sections, String relation) {
    return relation.equals("sections")
        ? many(RecordType.SECTIONS, sections)
        : many(RecordType.SCHOOLS, relations.schoolsOf(sections));
  }

  private Target one(RecordType type, int slot) {
    return slot >= 0 && roster.rows(type).isLive(slot)
        ? new Target.One(type, slot)
        : new Target.Missing();
  }

  private static Target many(RecordType type, Selection.OfRecords selection) {
    return new Target.Many(type, selection, false, true);
  }

  private Selection.OfRecords withRole(Selection.OfRecords users, Set<Role> allowed) {
    var word = query.first("role");
    if (word.isEmpty()) {
      return users;
    }
    var role =
        Role.ofWord(word.get())
            .filter(allowed::contains)
            .orElseThrow(() ->
                new Refusal(
                    400,
                    "role must be one of "
                        + allowed.stream()
                            .map(Role::word)
                            .sorted()
                            .collect(Collectors.joining(", "))));
    return users.filter(user -> role.in(roster.users().roles(user)));
  }

  private boolean asksForPrimary() {
    return query.first("primary").map("true"::equals).orElse(false);
  }
}
