package dev.homeroom.server.sync;

import static dev.homeroom.server.db.generated.Tables.SCHOOLS;
import static dev.homeroom.server.db.generated.Tables.SECTIONS;
import static dev.homeroom.server.db.generated.Tables.USERS;

import dev.homeroom.clever.record.CleverRecord;
import dev.homeroom.clever.record.Flaws;
import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.clever.record.School;
import dev.homeroom.clever.record.Section;
import dev.homeroom.clever.record.User;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.record.RosterType;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** A roster of numbered schools, sections and users, as much of one as the guard looks at. */
record SmallRoster(
    Set<Integer> schools, Map<Integer, SmallSection> sections, Map<Integer, SmallUser> users) {

  SmallRoster {
    schools = Set.copyOf(schools);
    sections = Map.copyOf(sections);
    users = Map.copyOf(users);
  }

  /** The same with these users, in place of earlier ones with their ids. */
  SmallRoster with(Map<Integer, SmallUser> more) {
    var all = new TreeMap<>(users);
    all.putAll(more);
    return new SmallRoster(schools, sections, all);
  }

  /** Users with one role, at school 1. */
  static Map<Integer, SmallUser> users(IntStream ids, String role) {
    return ids.boxed()
        .collect(Collectors.toMap(id -> id, id -> new SmallUser(Set.of(role), 1, "User " + id)));
  }

  /** A section with its members. */
  record SmallSection(Set<Integer> students, Set<Integer> teachers) {
    SmallSection {
      students = Set.copyOf(students);
      teachers = Set.copyOf(teachers);
    }
  }

  /**
   * A user.
   *
   * @param roles of {@code student teacher staff district_admin}
   * @param school 0 where the user has none
   */
  record SmallUser(Set<String> roles, int school, String name) {
    SmallUser {
      roles = Set.copyOf(roles);
    }
  }

  /**
   * Something of a record that can go: the record itself, a role, a member.
   *
   * @param part {@code record}, a role, {@code students} or {@code teachers}
   * @param member 0 unless it is a member
   */
  record Piece(RosterType type, int id, String part, int member) {
    /** The record whose piece it is. */
    Piece record() {
      return new Piece(type, id, "record", 0);
    }
  }

  /** All pieces but the records of users, who count by their roles. */
  Set<Piece> pieces() {
    var pieces = new HashSet<Piece>();
    schools.forEach(id -> pieces.add(new Piece(RosterType.SCHOOL, id, "record", 0)));
    sections.forEach((id, section) -> {
      pieces.add(new Piece(RosterType.SECTION, id, "record", 0));
      section
          .students()
          .forEach(one -> pieces.add(new Piece(RosterType.SECTION, id, "students", one)));
      section
          .teachers()
          .forEach(one -> pieces.add(new Piece(RosterType.SECTION, id, "teachers", one)));
    });
    users.forEach((id, user) ->
        user.roles().forEach(role -> pieces.add(new Piece(RosterType.USER, id, role, 0))));
    return pieces;
  }

  /** Whether it has the record of a piece. */
  boolean hasRecord(Piece piece) {
    return records(piece.type()).containsKey(piece.id());
  }

  /** The records of a type, by id. */
  Map<Integer, ?> records(RosterType type) {
    return switch (type) {
      case SCHOOL -> schools.stream().collect(Collectors.toMap(id -> id, id -> id));
      case SECTION -> sections;
      case USER -> users;
      case TERM, COURSE -> Map.of();
    };
  }

  /** The records of a type as Clever would send them. */
  List<CleverRecord> sent(RosterType type) {
    return switch (type) {
      case SCHOOL -> schools.stream().sorted().map(SmallRoster::school).toList();
      case SECTION ->
          new TreeMap<>(sections)
              .entrySet().stream()
                  .<CleverRecord>map(each -> section(each.getKey(), each.getValue()))
                  .toList();
      case USER ->
          new TreeMap<>(users)
              .entrySet().stream()
                  .<CleverRecord>map(each -> user(each.getKey(), each.getValue()))
                  .toList();
      case TERM, COURSE -> List.of();
    };
  }

  private static CleverRecord school(int id) {
    return new School(
        id(id),
        "School",
        "",
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        Flaws.NONE);
  }

  private static Section section(int id, SmallSection section) {
    return new Section(
        id(id),
        "Section",
        "",
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        ids(section.teachers()),
        ids(section.students()),
        Flaws.NONE);
  }

  private static User user(int id, SmallUser user) {
    var school = user.school() == 0 ? null : id(user.school());
    List<ObjectId> schools = school == null ? List.of() : List.of(school);
    return new User(
        id(id),
        user.name(),
        null,
        "Quill",
        null,
        user.roles().contains("student")
            ? new User.StudentRole(school, schools, null, null, null, null, null, null)
            : null,
        user.roles().contains("teacher")
            ? new User.TeacherRole(school, schools, null, null, null, null, null)
            : null,
        user.roles().contains("staff")
            ? new User.StaffRole(null, List.of(), null, null, List.of(), null)
            : null,
        user.roles().contains("district_admin") ? new User.DistrictAdminRole(null, null) : null,
        null,
        Flaws.NONE);
  }

  /** Reads a district's live roster. */
  static SmallRoster live(DSLContext sql, int district) {
    var schools = new TreeSet<Integer>();
    sql.selectFrom(SCHOOLS)
        .where(SCHOOLS.DISTRICT.eq(district))
        .forEach(row -> schools.add(number(row.getId())));
    var sections = new TreeMap<Integer, SmallSection>();
    sql.selectFrom(SECTIONS)
        .where(SECTIONS.DISTRICT.eq(district))
        .forEach(row ->
            sections.put(
                number(row.getId()),
                new SmallSection(numbers(row.getStudents()), numbers(row.getTeachers()))));
    var users = new TreeMap<Integer, SmallUser>();
    sql.selectFrom(USERS)
        .where(USERS.DISTRICT.eq(district))
        .forEach(row -> {
          var roles = new TreeSet<String>();
          add(roles, "student", row.getStudent());
          add(roles, "teacher", row.getTeacher());
          add(roles, "staff", row.getStaff());
          add(roles, "district_admin", row.getDistrictAdmin());
          var school = row.getStudent() ? row.getStudentSchool() : row.getTeacherSchool();
          users.put(
              number(row.getId()),
              new SmallUser(roles, school == null ? 0 : number(school), row.getFirstName()));
        });
    return new SmallRoster(schools, sections, users);
  }

  private static void add(Set<String> roles, String role, boolean held) {
    if (held) {
      roles.add(role);
    }
  }

  static int number(byte[] id) {
    return Integer.parseInt(CleverId.of(id).toString().substring(12), 16);
  }

  private static Set<Integer> numbers(byte @Nullable [] @Nullable [] ids) {
    return ids == null
        ? Set.of()
        : Arrays.stream(ids).map(SmallRoster::number).collect(Collectors.toSet());
  }

  private static List<ObjectId> ids(Collection<Integer> numbers) {
    return numbers.stream().sorted().map(SmallRoster::id).toList();
  }

  private static ObjectId id(int number) {
    return ObjectId.of("5f3c2a9e8b1d%012x".formatted(number));
  }
}
