package dev.homeroom.sandbox;

import static dev.homeroom.sandbox.PlainClient.elements;
import static dev.homeroom.sandbox.PlainClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.district.DateForm;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.share.DataAccess;
import dev.homeroom.sandbox.share.Share;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Every field and event of Clever's description is served, or SCHEMA.md says why it is not. */
final class SchemaTest {
  private static final Path SCHEMA = Path.of(System.getProperty("basedir", "."), "SCHEMA.md");
  private static final Pattern FIELD =
      Pattern.compile("\\| `([a-z0-9_.*]+)` \\| [a-z ]+ \\| (3\\.[01]|recorded) \\| (.+) \\|");
  private static final Pattern EVENT = Pattern.compile("\\| `([a-z]+\\.[a-z]+)` \\| ([^|]+) \\|");
  private static final String SERVED = "served";
  private static final Pattern REASON = Pattern.compile("(left out|may be empty): .{10,}");
  private static final List<String> TYPES =
      List.of("districts", "schools", "terms", "courses", "sections", "users");

  private static Sandbox sandbox;
  private static PlainClient client;

  /** A field of a record, without its value. */
  private record Field(String path, String since, String here) {
    boolean isLeftOut() {
      return here.startsWith("left out");
    }
  }

  @BeforeAll
  static void start() throws IOException {
    sandbox = Sandbox.start(SandboxConfig.demo().withStudents(5_000).withRateLimit(0));
    client = new PlainClient(sandbox);
    sandbox.world().pause(sandbox.clock().after(Duration.ofDays(30)));
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @Test
  void every_line_says_what_is_served_or_why_not() throws IOException {
    var here = fields().stream().map(Field::here).collect(Collectors.toCollection(TreeSet::new));
    events(_ -> true).forEach(event -> here.add(event.replaceFirst("\\S+ ", "")));
    here.remove(SERVED);

    assertThat(fields()).hasSizeGreaterThan(170);
    assertThat(fields()).extracting(Field::path).doesNotHaveDuplicates();
    assertThat(events(_ -> true)).hasSize(21);
    assertThat(here).isNotEmpty().allMatch(reason -> REASON.matcher(reason).matches());
  }

  @Test
  void every_field_is_served_or_left_out_as_the_list_says() throws IOException {
    var seen = new TreeSet<String>();
    var filled = new TreeSet<String>();
    for (var type : TYPES) {
      for (var record : client.walk("/v3.1/" + type + "?limit=10000")) {
        collect(record, type, seen, filled);
      }
    }

    assertThat(seen).containsExactlyInAnyOrderElementsOf(paths(field -> !field.isLeftOut()));
    assertThat(filled).containsAll(paths(field -> field.here().equals(SERVED)));
  }

  @Test
  void the_older_version_has_what_it_had_then() throws IOException {
    var seen = new TreeSet<String>();
    for (var type : TYPES) {
      for (var record : client.walk("/v3.0/" + type + "?limit=10000")) {
        collect(record, type, seen, new TreeSet<>());
      }
    }

    assertThat(seen)
        .containsExactlyInAnyOrderElementsOf(
            paths(field -> !field.isLeftOut() && !field.since().equals("3.1")));
  }

  @Test
  void every_event_occurs_or_is_left_out_as_the_list_says() throws IOException {
    try (var district = new SharedDistrict(300)) {
      var clever = district.sandbox;
      var school = district.ids("schools").getFirst();
      var section = district.ids("sections").getFirst();
      var course =
          district.client.walk("/v3.1/courses?limit=1000").stream()
              .filter(each -> !text(each, "number").isEmpty())
              .findFirst()
              .orElseThrow();

      clever.share(new Share.Nothing());
      clever.share(new Share.District(true));
      clever.dataAccess(new DataAccess(Set.of(), Set.of("terms.name")));
      clever.apply(
          new RosterChange.RenameSchool(school, "North"),
          new RosterChange.RenameCourse(text(course, "id"), "Chess"),
          new RosterChange.RenameSection(section, "Chess 1"),
          new RosterChange.RenameUser(student(district), "Ada", "Byron"));

      assertThat(district.news().stream().map(event -> text(event, "type")).distinct())
          .containsExactlyInAnyOrderElementsOf(
              events(SERVED::equals).stream().map(event -> event.split(" ", 2)[0]).toList());
    }
  }

  @Test
  void days_of_terms_and_enrollments_are_written_in_either_form() throws IOException {
    try (var district = new SharedDistrict(300)) {
      var plain = days(district);
      district.news();

      district.sandbox.world().edit(profile -> profile.writingDatesAs(DateForm.DATETIME));

      assertThat(plain).isNotEmpty().allMatch(day -> day.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}"));
      assertThat(days(district))
          .containsExactlyElementsOf(plain.stream().map(day -> day + "T00:00:00.000Z").toList());
      assertThat(district.news()).isEmpty();
    }
  }

  private static List<String> days(SharedDistrict district) {
    var enrollments =
        district.client.walk("/v3.1/users?limit=1000&role=student").stream()
            .flatMap(user -> elements(user.path("roles").path("student").path("enrollments")));
    return Stream.concat(district.client.walk("/v3.1/terms").stream(), enrollments)
        .flatMap(dated -> Stream.of(text(dated, "start_date"), text(dated, "end_date")))
        .toList();
  }

  private static String student(SharedDistrict district) {
    return district.client.ids("/v3.1/users?limit=1&role=student").getFirst();
  }

  /** Adds the paths of a record's fields, and of those that have a value. */
  private static void collect(JsonNode value, String path, Set<String> seen, Set<String> filled) {
    if (value.isArray()) {
      elements(value).forEach(element -> collect(element, path, seen, filled));
    }
    value
        .properties()
        .forEach(field -> {
          var name = path + "." + field.getKey();
          seen.add(name);
          if (isFilled(field.getValue())) {
            filled.add(name);
          }
          if (!field.getKey().equals("ext")) { // its keys are the district's own
            collect(field.getValue(), name, seen, filled);
          }
        });
  }

  private static boolean isFilled(JsonNode value) {
    return !(value.isNull()
        || (value.isString() && value.stringValue().isEmpty())
        || (value.isArray() && value.isEmpty()));
  }

  private static Set<String> paths(Predicate<Field> test) throws IOException {
    return fields().stream().filter(test).map(Field::path).collect(Collectors.toSet());
  }

  private static List<Field> fields() throws IOException {
    return Files.readAllLines(SCHEMA).stream()
        .map(FIELD::matcher)
        .filter(Matcher::matches)
        .map(row -> new Field(row.group(1), row.group(2), row.group(3)))
        .toList();
  }

  /** The events of the list with what it says of them. */
  private static List<String> events(Predicate<String> here) throws IOException {
    return Files.readAllLines(SCHEMA).stream()
        .map(EVENT::matcher)
        .filter(Matcher::matches)
        .filter(row -> here.test(row.group(2)))
        .map(row -> row.group(1) + " " + row.group(2))
        .toList();
  }
}
