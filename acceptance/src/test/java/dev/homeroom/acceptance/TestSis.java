package dev.homeroom.acceptance;

import static dev.homeroom.sandbox.district.RecordType.SCHOOLS;
import static dev.homeroom.sandbox.district.RecordType.SECTIONS;
import static dev.homeroom.sandbox.district.RecordType.USERS;

import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.district.ObjectId;
import dev.homeroom.sandbox.district.RosterChange;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The district's own data, and what happens in it. */
record TestSis(Sandbox sandbox) {
  /** The school of this number, from 0. */
  String school(int number) {
    return sandbox.roster().rows(SCHOOLS).id(number).toString();
  }

  /** The first so many sections of a school. */
  List<String> sections(String school, int most) {
    var roster = sandbox.roster();
    var slot = slot(school);
    return roster
        .rows(SECTIONS)
        .liveSlots()
        .filter(section -> roster.sections().school(section) == slot)
        .limit(most)
        .mapToObj(section -> roster.rows(SECTIONS).id(section).toString())
        .toList();
  }

  /** A section more, with the members of this one; its id. */
  String addSectionLike(String section) {
    var before = allSections();
    var roster = sandbox.roster();
    var slot = roster.rows(SECTIONS).find(ObjectId.parse(section).orElseThrow());
    var sections = roster.sections();
    var students =
        IntStream.range(0, sections.students(slot))
            .mapToObj(rank -> user(sections.student(slot, rank)))
            .toList();
    sandbox.apply(
        new RosterChange.AddSection(section, List.of(user(sections.teacher(slot, 0))), students));
    return allSections().stream().filter(id -> !before.contains(id)).findFirst().orElseThrow();
  }

  void hireTeacher(String school) {
    sandbox.apply(new RosterChange.HireEmployee("teacher", List.of(school)));
  }

  void addSchool() {
    sandbox.apply(new RosterChange.AddSchool("middle"));
  }

  void end(String section) {
    sandbox.apply(new RosterChange.EndSection(section));
  }

  /** The sections that Clever shows to the app. */
  Set<String> sectionsShown() {
    var shown = sandbox.view().roster().rows(SECTIONS);
    return shown
        .liveSlots()
        .mapToObj(slot -> shown.id(slot).toString())
        .collect(Collectors.toUnmodifiableSet());
  }

  private Set<String> allSections() {
    var all = sandbox.roster().rows(SECTIONS);
    return all.liveSlots().mapToObj(slot -> all.id(slot).toString()).collect(Collectors.toSet());
  }

  private String user(int slot) {
    return sandbox.roster().rows(USERS).id(slot).toString();
  }

  private int slot(String school) {
    return sandbox.roster().rows(SCHOOLS).find(ObjectId.parse(school).orElseThrow());
  }
}
