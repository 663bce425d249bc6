package dev.homeroom.sandbox;

import static dev.homeroom.sandbox.PlainClient.text;
import static dev.homeroom.sandbox.PlainClient.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.share.Share;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.JsonNode;

/**
 * What the scenarios of the sharing types have in common: a district of which nothing is shared at
 * first, all of it known from a walk before.
 */
abstract class SharingScenario {
  private SharedDistrict district;

  /** All of the district at first. */
  private VisibleRecords everything;

  /** The sections of the first two schools. */
  String firstSchool = "";

  String secondSchool = "";

  @BeforeEach
  final void start() throws IOException {
    district = new SharedDistrict(110);
    everything = district.shown();
    var schools = List.copyOf(everything.ids("schools"));
    firstSchool = schools.get(0);
    secondSchool = schools.get(1);
    share(new Share.Nothing());
    district.news();
  }

  @AfterEach
  final void stop() {
    district.close();
  }

  /** A subject that is taught in both schools, by the most sections. */
  String subject() {
    return everything.of("sections").values().stream()
        .map(section -> text(section, "subject"))
        .filter(subject -> !subject.isEmpty())
        .filter(subject -> isTaught(subject, firstSchool) && isTaught(subject, secondSchool))
        .max(Comparator.comparingInt(subject -> everything.sections(teaches(subject)).size()))
        .orElseThrow();
  }

  private boolean isTaught(String subject, String school) {
    return everything.sectionsAt(school).stream()
        .anyMatch(id -> teaches(subject).test(everything.section(id)));
  }

  static Predicate<JsonNode> teaches(String subject) {
    return section -> text(section, "subject").equals(subject);
  }

  SharedDistrict district() {
    return district;
  }

  VisibleRecords everything() {
    return everything;
  }

  void share(Share share) {
    district.sandbox.share(share);
  }

  /** Something is done, and the feed tells exactly what then is another record than before. */
  VisibleRecords after(Runnable done) {
    var before = district.shown();
    done.run();
    var after = district.shown();
    assertThat(district.newsInShort()).isEqualTo(before.eventsTo(after));
    return after;
  }

  /** What is shown is what these sections and users bring, worked out from whole records. */
  void shows(VisibleRecords shown, VisibleRecords.Shared expected) {
    assertThat(shown.all()).isEqualTo(expected.all());
    // Who is not shared is not named either (CLEVER.md 6.2).
    assertThat(shown.of("sections").values())
        .allSatisfy(section -> {
          assertThat(shown.ids("users")).containsAll(texts(section.path("students")));
          assertThat(shown.ids("users")).containsAll(texts(section.path("teachers")));
        });
  }

  VisibleRecords.Shared closure(List<String> sections, List<String> users) {
    return everything.withContacts(everything.closure(sections, users));
  }

  /** What a school brings: its sections, and who belongs to it. */
  VisibleRecords.Shared ofSchools(String... schools) {
    var shared = everything.closure(List.of(), List.of());
    for (var school : schools) {
      shared.add("schools", school);
      var one =
          everything.closure(
              everything.sectionsAt(school), everything.users(VisibleRecords.belongsTo(school)));
      one.all().forEach((type, ids) -> ids.forEach(id -> shared.add(type, id)));
    }
    return everything.withContacts(shared);
  }

  void adds(String like, List<String> students) {
    var teacher = text(everything.section(like), "teacher");
    district.sandbox.apply(new RosterChange.AddSection(like, List.of(teacher), students));
  }

  void ends(String section) {
    district.sandbox.apply(new RosterChange.EndSection(section));
  }

  void moves(String student, String from, String to) {
    district.sandbox.apply(new RosterChange.MoveSeat(student, from, to));
  }

  List<String> students(String section) {
    return texts(everything.section(section).path("students"));
  }

  /** A student of the first section who sits in none of the others. */
  String studentOnlyIn(String section, List<String> others) {
    return students(section).stream()
        .filter(student -> others.stream().noneMatch(other -> students(other).contains(student)))
        .findFirst()
        .orElseThrow();
  }

  static Set<String> created(VisibleRecords before, VisibleRecords after, String type) {
    return after.ids(type).stream()
        .filter(id -> !before.ids(type).contains(id))
        .collect(Collectors.toSet());
  }
}
