package dev.homeroom.sandbox.wire;

import static dev.homeroom.sandbox.district.SeededChoices.hash;

import dev.homeroom.sandbox.district.Courses;
import dev.homeroom.sandbox.district.Grade;
import dev.homeroom.sandbox.district.OptionalField;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.roster.Roster;
import dev.homeroom.sandbox.roster.Rows;
import dev.homeroom.sandbox.roster.Sections;

/** Writes the fields of sections (sandbox/CLEVER.md 3.4). */
final class SectionWriter {
  private final Roster roster;
  private final Rows users;
  private final Sections sections;
  private final ApiVersion version;
  private final OddWords words;
  private final Json json;

  SectionWriter(Roster roster, ApiVersion version, Json json) {
    this.roster = roster;
    this.users = roster.rows(RecordType.USERS);
    this.sections = roster.sections();
    this.version = version;
    this.words = new OddWords(roster);
    this.json = json;
  }

  void write(int slot) {
    var hash = roster.hash(RecordType.SECTIONS, slot, 1);
    var number = String.valueOf(roster.rows(RecordType.SECTIONS).serial(slot));
    json.id("school", roster.rows(RecordType.SCHOOLS).id(sections.school(slot)));
    json.text("name", roster.sectionName(slot));
    json.text("sis_id", "SEC-" + number);
    members(slot);
    subject(slot, hash);
    json.optional(roster, slot, OptionalField.SECTION_GRADE, grade(slot, hash), hash(hash, 2));
    var course = roster.isBlank(OptionalField.COURSE, slot) ? Sections.NONE : sections.course(slot);
    reference("course", RecordType.COURSES, course, hash(hash, 3));
    var term = roster.isBlank(OptionalField.TERM_ID, slot) ? Sections.NONE : sections.term(slot);
    reference("term_id", RecordType.TERMS, term, hash(hash, 4));
    json.text(
        "period",
        words.or(
            String.valueOf(sections.period(slot)), hash(hash, 7), "1-2(A-B)", "Período 3", ""));
    json.optional(roster, slot, OptionalField.SECTION_NUMBER, number, hash(hash, 5));
    json.beginObject("ext");
    json.endObject();
    if (version.showsAdditions()) {
      json.beginObject("lms_status");
      json.bool("synced_in_lms", roster.isOdd());
      json.endObject();
    }
  }

  private String grade(int slot, long hash) {
    return words.or(
        Grade.word(sections.grade(slot)), hash(hash, 6), Grade.oddWords().toArray(String[]::new));
  }

  /** Writes the members. The first teacher is the primary one and repeated as {@code teacher}. */
  private void members(int slot) {
    json.beginArray("students");
    for (var rank = 0; rank < sections.students(slot); rank++) {
      json.id(users.id(sections.student(slot, rank)));
    }
    json.endArray();
    json.beginArray("teachers");
    for (var rank = 0; rank < sections.teachers(slot); rank++) {
      json.id(users.id(sections.teacher(slot, rank)));
    }
    json.endArray();
    if (sections.teachers(slot) == 0) {
      json.none("teacher");
    } else {
      json.id("teacher", users.id(sections.teacher(slot, 0)));
    }
  }

  private void subject(int slot, long hash) {
    if (sections.subject(slot) == Sections.NONE || roster.isBlank(OptionalField.SUBJECT, slot)) {
      missing("subject", hash);
    } else {
      json.text(
          "subject",
          words.or(
              Courses.subjectWord(sections.subject(slot)),
              hash(hash, 8),
              "career and technical education"));
    }
  }

  private void reference(String key, RecordType type, int target, long hash) {
    if (target == Sections.NONE) {
      missing(key, hash);
    } else {
      json.id(key, roster.rows(type).id(target));
    }
  }

  private void missing(String key, long hash) {
    json.optional(key, null, hash);
  }
}
