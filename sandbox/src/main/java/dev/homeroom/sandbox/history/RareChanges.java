package dev.homeroom.sandbox.history;

import static dev.homeroom.sandbox.history.TypicalChanges.when;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.roster.Emails;
import java.util.List;
import java.util.stream.IntStream;

/** Rare or unwanted events: mishaps of an SIS, odd data, schools that open and close. */
final class RareChanges {
  private static final String[] ODD_NAMES = {
    "Zo\0e",
    "\u202Eeman",
    "👩🏽‍🏫",
    "e\u0301ne\u0301",
    "",
    "名".repeat(300),
    "O'Brien\"; --",
    "\tTab\n"
  };

  /** Events that can share a day with other changes. */
  static final List<WeightedChange> WITH_OTHERS =
      List.of(
          new WeightedChange(6, RareChanges::oddName),
          new WeightedChange(4, RareChanges::noEmail),
          new WeightedChange(6, RareChanges::leave),
          new WeightedChange(4, RareChanges::joinSchool),
          new WeightedChange(4, RareChanges::leaveSchool),
          new WeightedChange(4, RareChanges::merge),
          new WeightedChange(4, RareChanges::split),
          new WeightedChange(3, RareChanges::comeBackUnderNewId),
          new WeightedChange(2, RareChanges::renameSchool),
          new WeightedChange(2, RareChanges::addSchool),
          new WeightedChange(2, RareChanges::rebuildTerm),
          new WeightedChange(2, RareChanges::remove),
          new WeightedChange(2, RareChanges::restore));

  /** Events that are a whole step. */
  static final List<WeightedChange> ALONE =
      List.of(
          new WeightedChange(3, _ -> List.of(new RosterChange.RollOver())),
          new WeightedChange(3, RareChanges::rekey),
          new WeightedChange(6, RareChanges::blank),
          new WeightedChange(2, RareChanges::closeSchool));

  private RareChanges() {}

  private static List<RosterChange> oddName(DayChanges day) {
    return when(
        day.takeUser(Role.STUDENT),
        user -> List.of(new RosterChange.RenameUser(day.user(user), odd(day), odd(day))));
  }

  private static String odd(DayChanges day) {
    return ODD_NAMES[day.dice().below(ODD_NAMES.length)];
  }

  private static List<RosterChange> noEmail(DayChanges day) {
    return when(
        day.takeUser(Role.STUDENT),
        user -> List.of(new RosterChange.ChangeEmail(day.user(user), "")));
  }

  private static List<RosterChange> leave(DayChanges day) {
    return when(
        day.takeUser(role(day)), user -> List.of(new RosterChange.WithdrawUser(day.user(user))));
  }

  private static List<RosterChange> joinSchool(DayChanges day) {
    return when(
        day.takeUser(Role.STUDENT, user -> day.roster().users().school(user, 2) < 0),
        user ->
            when(
                day.school(school -> !day.roster().users().belongsTo(user, school)),
                school ->
                    List.of(new RosterChange.JoinSchool(day.user(user), day.school(school)))));
  }

  private static List<RosterChange> leaveSchool(DayChanges day) {
    return when(
        day.takeUser(Role.STUDENT, user -> day.schoolsOf(user).count() > 1),
        user ->
            List.of(
                new RosterChange.LeaveSchool(
                    day.user(user), day.school(day.roster().users().school(user, 0)))));
  }

  private static List<RosterChange> merge(DayChanges day) {
    return when(
        day.takeUser(
            Role.TEACHER,
            user ->
                day.roster().users().roles(user) == Role.TEACHER.bit()
                    && Emails.of(day.roster(), user) != null),
        teacher ->
            when(
                day.takeUser(
                    day.dice().below(2) == 0 ? Role.STAFF : Role.DISTRICT_ADMIN,
                    other -> !Role.TEACHER.in(day.roster().users().roles(other))),
                other ->
                    List.of(new RosterChange.MergeEmployees(day.user(teacher), day.user(other)))));
  }

  private static List<RosterChange> split(DayChanges day) {
    return when(
        day.takeUser(Role.TEACHER, user -> Integer.bitCount(day.roster().users().roles(user)) > 1),
        user ->
            List.of(
                new RosterChange.SplitEmployee(
                    day.user(user),
                    Role.TEACHER.word(),
                    "split.%s.%d@example.net"
                        .formatted(day.user(user), day.dice().below(1_000_000)))));
  }

  private static List<RosterChange> comeBackUnderNewId(DayChanges day) {
    return when(
        day.takeFormerUser(day.dice().below(3) == 0 ? Role.TEACHER : Role.STUDENT),
        user -> List.of(new RosterChange.ReturnUnderNewId(day.user(user))));
  }

  private static List<RosterChange> renameSchool(DayChanges day) {
    return when(
        day.school(_ -> true),
        school ->
            List.of(
                new RosterChange.RenameSchool(
                    day.school(school), "School " + day.dice().below(10_000))));
  }

  private static List<RosterChange> addSchool(DayChanges day) {
    var levels = new String[] {"elementary", "middle", "high", "all"};
    return List.of(new RosterChange.AddSchool(levels[day.dice().below(levels.length)]));
  }

  private static List<RosterChange> rebuildTerm(DayChanges day) {
    return when(
        day.takeOfCatalog(RecordType.TERMS),
        term -> List.of(new RosterChange.RebuildTerm(day.id(RecordType.TERMS, term))));
  }

  /** Removes a section and nothing else, so its course and term may be left without a section. */
  private static List<RosterChange> remove(DayChanges day) {
    return when(
        day.endSection(_ -> true),
        section -> List.of(new RosterChange.Remove(RecordType.SECTIONS, day.section(section))));
  }

  private static List<RosterChange> restore(DayChanges day) {
    var rows = day.roster().rows(RecordType.SECTIONS);
    var schools = day.roster().rows(RecordType.SCHOOLS);
    var gone =
        IntStream.range(0, rows.slots())
            .filter(section -> !rows.isLive(section))
            .filter(section -> schools.isLive(day.roster().sections().school(section)))
            .toArray();
    if (gone.length == 0) {
      return List.of();
    }
    var section = gone[day.dice().below(gone.length)];
    return day.takeFormerSection(section)
        ? List.of(new RosterChange.Restore(RecordType.SECTIONS, day.section(section)))
        : List.of();
  }

  private static List<RosterChange> rekey(DayChanges day) {
    return List.of(new RosterChange.RekeySisIds(role(day).word()));
  }

  private static List<RosterChange> blank(DayChanges day) {
    var fields =
        new String[][] {
          {"student", "email"}, {"teacher", "email"}, {"contact", "phone"},
          {"student", "grade"}, {"section", "term_id"}, {"section", "course"}
        };
    var field = fields[day.dice().below(fields.length)];
    return List.of(new RosterChange.BlankField(field[0], field[1], 25 * day.dice().below(5)));
  }

  private static List<RosterChange> closeSchool(DayChanges day) {
    return day.live(RecordType.SCHOOLS).count() < 3
        ? List.of()
        : when(
            day.school(_ -> true),
            school -> List.of(new RosterChange.CloseSchool(day.school(school))));
  }

  private static Role role(DayChanges day) {
    var roles = new Role[] {Role.STUDENT, Role.TEACHER, Role.STAFF, Role.CONTACT};
    return roles[day.dice().below(roles.length)];
  }
}
