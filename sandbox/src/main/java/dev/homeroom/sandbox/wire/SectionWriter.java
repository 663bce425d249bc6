package dev.homeroom.sandbox.wire;

import dev.homeroom.sandbox.district.Courses;
import dev.homeroom.sandbox.district.Grade;
import dev.homeroom.sandbox.district.OptionalField;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Roster;
import dev.homeroom.sandbox.district.Rows;
import dev.homeroom.sandbox.district.Sections;
import dev.homeroom.sandbox.district.SeededChoices;
import tools.jackson.core.io.SerializedString;

/** Writes the fields of sections (sandbox/CLEVER.md 3.4). */
final class SectionWriter {
  private static final SerializedString SCHOOL = Json.key("school");
  private static final SerializedString NAME = Json.key("name");
  private static final SerializedString SIS_ID = Json.key("sis_id");
  private static final SerializedString STUDENTS = Json.key("students");
  private static final SerializedString TEACHER = Json.key("teacher");
  private static final SerializedString TEACHERS = Json.key("teachers");
  private static final SerializedString SUBJECT = Json.key("subject");
  private static final SerializedString GRADE = Json.key("grade");
  private static final SerializedString COURSE = Json.key("course");
  private static final SerializedString TERM_ID = Json.key("term_id");
  private static final SerializedString PERIOD = Json.key("period");
  private static final SerializedString SECTION_NUMBER = Json.key("section_number");
  private static final SerializedString EXT = Json.key("ext");
  private static final SerializedString LMS_STATUS = Json.key("lms_status");
  private static final SerializedString SYNCED_IN_LMS = Json.key("synced_in_lms");

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
    json.id(SCHOOL, roster.rows(RecordType.SCHOOLS).id(sections.school(slot)));
    json.text(NAME, roster.sectionName(slot));
    json.text(SIS_ID, "SEC-" + number);
    members(slot);
    subject(slot, hash);
    json.optional(
        GRADE,
        roster.unlessBlank(OptionalField.SECTION_GRADE, slot, grade(slot, hash)),
        SeededChoices.hash(hash, 2));
    var course = roster.isBlank(OptionalField.COURSE, slot) ? Sections.NONE : sections.course(slot);
    reference(COURSE, RecordType.COURSES, course, SeededChoices.hash(hash, 3));
    var term = roster.isBlank(OptionalField.TERM_ID, slot) ? Sections.NONE : sections.term(slot);
    reference(TERM_ID, RecordType.TERMS, term, SeededChoices.hash(hash, 4));
    json.text(
        PERIOD,
        words.or(
            String.valueOf(sections.period(slot)),
            SeededChoices.hash(hash, 7),
            "1-2(A-B)",
            "Período 3",
            ""));
    json.optional(
        SECTION_NUMBER,
        roster.unlessBlank(OptionalField.SECTION_NUMBER, slot, number),
        SeededChoices.hash(hash, 5));
    json.beginObject(EXT);
    json.endObject();
    if (version.showsAdditions()) {
      json.beginObject(LMS_STATUS);
      json.bool(SYNCED_IN_LMS, roster.isOdd());
      json.endObject();
    }
  }

  private String grade(int slot, long hash) {
    return words.or(
        Grade.word(sections.grade(slot)),
        SeededChoices.hash(hash, 6),
        Grade.oddWords().toArray(String[]::new));
  }

  /** Writes the members. The first teacher is the primary one and repeated as {@code teacher}. */
  private void members(int slot) {
    json.beginArray(STUDENTS);
    for (var rank = 0; rank < sections.students(slot); rank++) {
      json.id(users.id(sections.student(slot, rank)));
    }
    json.endArray();
    json.beginArray(TEACHERS);
    for (var rank = 0; rank < sections.teachers(slot); rank++) {
      json.id(users.id(sections.teacher(slot, rank)));
    }
    json.endArray();
    if (sections.teachers(slot) == 0) {
      json.none(TEACHER);
    } else {
      json.id(TEACHER, users.id(sections.teacher(slot, 0)));
    }
  }

  private void subject(int slot, long hash) {
    if (sections.subject(slot) == Sections.NONE || roster.isBlank(OptionalField.SUBJECT, slot)) {
      missing(SUBJECT, hash);
    } else {
      json.text(
          SUBJECT,
          words.or(
              Courses.subjectWord(sections.subject(slot)),
              SeededChoices.hash(hash, 8),
              "career and technical education"));
    }
  }

  private void reference(SerializedString key, RecordType type, int target, long hash) {
    if (target == Sections.NONE) {
      missing(key, hash);
    } else {
      json.id(key, roster.rows(type).id(target));
    }
  }

  private void missing(SerializedString key, long hash) {
    json.optional(key, null, hash);
  }
}
