package dev.homeroom.sandbox.share;

import dev.homeroom.sandbox.district.ObjectId;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.share.Rule.Subject;
import dev.homeroom.sandbox.wire.ApiVersion;
import dev.homeroom.sandbox.wire.AppView;
import dev.homeroom.sandbox.wire.RecordWriter;
import dev.homeroom.sandbox.wire.TopLevel;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The fields that rules can name, and their values, read from the records as the API writes them.
 * Clever does not publish its list of fields (sandbox/CLEVER.md 6.1).
 */
final class RuleFields {
  private static final String SCHOOL_NAME = "school_name";

  /**
   * The place of a value in a record.
   *
   * @param path keys from the record's top, separated by slashes
   * @param referred the type of the record whose id is at the path, if the value is in that record
   * @param referredKey its key in the referred record
   */
  private record Place(String path, @Nullable RecordType referred, String referredKey) {
    static Place own(String path) {
      return new Place(path, null, "");
    }
  }

  private static final Map<Subject, Map<String, Place>> PLACES =
      Map.of(
          Subject.SECTIONS, ofSections(),
          Subject.STUDENTS,
              ofUsers(
                  "student",
                  "sis_id",
                  "student_number",
                  "state_id",
                  "grade",
                  "graduation_year",
                  "gender",
                  "race",
                  "hispanic_ethnicity",
                  "ell_status"),
          Subject.TEACHERS, ofUsers("teacher", "sis_id", "teacher_number", "state_id", "title"),
          Subject.STAFF, ofUsers("staff", "staff_id", "department", "title", "roles"));

  private final AppView sis;

  /** Creates a reader of the SIS set's fields. */
  RuleFields(AppView sis) {
    this.sis = sis;
  }

  /** The fields of this subject. */
  static Collection<String> of(Subject subject) {
    return places(subject).keySet();
  }

  /** The values of a field of a section or user; empty if the field is missing. */
  List<String> values(Subject subject, String field, int slot) {
    var place = Objects.requireNonNull(places(subject).get(field));
    var type = subject == Subject.SECTIONS ? RecordType.SECTIONS : RecordType.USERS;
    var found = at(type, slot, place.path());
    var referred = place.referred();
    return referred == null
        ? found.toList()
        : found.flatMap(id -> referredTo(referred, id, place.referredKey())).toList();
  }

  private Stream<String> referredTo(RecordType type, String id, String key) {
    var rows = sis.roster().rows(type);
    return ObjectId.parse(id).map(rows::find).filter(slot -> slot >= 0).stream()
        .flatMap(slot -> at(type, slot, key));
  }

  private Stream<String> at(RecordType type, int slot, String path) {
    var value = RecordWriter.bytes(sis, ApiVersion.V3_1, type, slot, false);
    for (var key : path.split("/", -1)) {
      var inner = TopLevel.of(value).get(key);
      if (inner == null) {
        return Stream.empty();
      }
      value = inner;
    }
    var node = JsonMapper.shared().readTree(value);
    return (node.isArray() ? StreamSupport.stream(node.spliterator(), false) : Stream.of(node))
        .filter(each -> !each.isNull())
        .map(JsonNode::asString);
  }

  private static Map<String, Place> places(Subject subject) {
    return Objects.requireNonNull(PLACES.get(subject));
  }

  private static Map<String, Place> ofSections() {
    Map<String, Place> places = new LinkedHashMap<>();
    for (var key : List.of("name", "sis_id", "section_number", "subject", "grade", "period")) {
      places.put(key, Place.own(key));
    }
    places.put("school", Place.own("school"));
    places.put(SCHOOL_NAME, new Place("school", RecordType.SCHOOLS, "name"));
    places.put("course", Place.own("course"));
    places.put("course_name", new Place("course", RecordType.COURSES, "name"));
    places.put("course_number", new Place("course", RecordType.COURSES, "number"));
    places.put("term", Place.own("term_id"));
    places.put("term_name", new Place("term_id", RecordType.TERMS, "name"));
    return places;
  }

  private static Map<String, Place> ofUsers(String role, String... keys) {
    var prefix = "roles/" + role + "/";
    Map<String, Place> places = new LinkedHashMap<>();
    for (var key : keys) {
      places.put(key, Place.own(prefix + key));
    }
    places.put("first_name", Place.own("name/first"));
    places.put("last_name", Place.own("name/last"));
    places.put("email", Place.own("email"));
    places.put("school", Place.own(prefix + "schools"));
    places.put(SCHOOL_NAME, new Place(prefix + "schools", RecordType.SCHOOLS, "name"));
    return places;
  }
}
