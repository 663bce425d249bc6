package dev.homeroom.server.sync;

import static dev.homeroom.server.db.generated.Tables.USER_SECTIONS;

import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.server.db.CleverId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * A roster by type and id, each record as one line of what matters in it.
 *
 * @param lines by type, then by id
 */
record RosterModel(Map<RecordType, Map<String, String>> lines) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern MEMBER = Pattern.compile("[0-9a-f]{24}");

  /** What the sandbox shows, read by plain HTTP and JSON. */
  static RosterModel shownBy(Sandbox clever) {
    var lines = new EnumMap<RecordType, Map<String, String>>(RecordType.class);
    try (var http = HttpClient.newHttpClient()) {
      for (var type : types()) {
        lines.put(type, list(http, clever, type));
      }
    } catch (IOException | InterruptedException failure) {
      throw new IllegalStateException(failure);
    }
    return new RosterModel(lines);
  }

  private static Map<String, String> list(HttpClient http, Sandbox clever, RecordType type)
      throws IOException, InterruptedException {
    var records = new TreeMap<String, String>();
    JsonNode page;
    do {
      var after = records.isEmpty() ? "" : "&starting_after=" + records.lastKey();
      var uri = URI.create(clever.baseUrl() + "/v3.1/" + type.path() + "?limit=5000" + after);
      var request =
          HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + clever.token()).build();
      var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      page = JSON.readTree(answer.body()).get("data");
      for (var item : page) {
        var record = item.get("data");
        records.put(record.get("id").asString(), line(type, record));
      }
    } while (!page.isEmpty());
    return records;
  }

  /** What the tables hold of a revision: live rows and former ones. */
  static RosterModel asOf(SyncFixture fixture, long revision) {
    var lines = new EnumMap<RecordType, Map<String, String>>(RecordType.class);
    for (var type : types()) {
      var records = new TreeMap<String, String>();
      var live = DSL.table(DSL.name(type.path()));
      var history = DSL.table(DSL.name(type.path() + "_history"));
      var from = DSL.field(DSL.name("revision"), SQLDataType.BIGINT);
      var until = DSL.field(DSL.name("until_revision"), SQLDataType.BIGINT);
      Stream.concat(
              rows(fixture, live, from.le(revision)),
              rows(fixture, history, from.le(revision).and(until.gt(revision))))
          .forEach(row -> {
            var former = records.put(hex(row.get("id")), line(type, row));
            if (former != null) {
              throw new AssertionError("two rows of one record are true at once");
            }
          });
      lines.put(type, records);
    }
    return new RosterModel(lines);
  }

  /** The derived seats as the table has them: user to sections. */
  static Map<String, List<String>> seats(SyncFixture fixture) {
    var seats = new TreeMap<String, List<String>>();
    fixture
        .database
        .dsl()
        .selectFrom(USER_SECTIONS)
        .forEach(row -> seats.put(hex(row.getUser()), ids(row.getSections())));
    return seats;
  }

  /** The seats that the sections tell: user to sections. */
  Map<String, List<String>> seats() {
    var seats = new TreeMap<String, Set<String>>();
    lines
        .getOrDefault(RecordType.SECTIONS, Map.of())
        .forEach((section, line) -> {
          var member = MEMBER.matcher(line.substring(line.indexOf('[')));
          while (member.find()) {
            seats.computeIfAbsent(member.group(), _ -> new TreeSet<>()).add(section);
          }
        });
    var lists = new TreeMap<String, List<String>>();
    seats.forEach((user, sections) -> lists.put(user, List.copyOf(sections)));
    return lists;
  }

  Set<String> ids(RecordType type) {
    return lines.getOrDefault(type, Map.of()).keySet();
  }

  private static List<RecordType> types() {
    return Arrays.stream(RecordType.values()).filter(t -> t != RecordType.DISTRICTS).toList();
  }

  private static Stream<Record> rows(
      SyncFixture fixture, Table<Record> table, org.jooq.Condition condition) {
    return fixture
        .database
        .dsl()
        .select(DSL.asterisk())
        .from(table)
        .where(condition)
        .fetch()
        .stream();
  }

  private static String line(RecordType type, JsonNode record) {
    return switch (type) {
      case USERS -> {
        var roles = record.get("roles");
        yield String.join(
            "|",
            text(record.path("name").path("first")),
            text(record.path("name").path("last")),
            text(record.path("email")),
            String.join(" ", new TreeSet<>(roles.propertyNames())),
            text(roles.path("student").path("grade")),
            text(roles.path("student").path("school")),
            ids(roles.path("student").path("schools")).toString(),
            ids(roles.path("staff").path("schools")).toString(),
            text(roles.path("contact").path("phone")));
      }
      case SECTIONS ->
          String.join(
              "|",
              text(record.path("name")),
              text(record.path("school")),
              text(record.path("course")),
              text(record.path("term_id")),
              text(record.path("teacher")),
              ids(record.path("teachers")).toString(),
              ids(record.path("students")).toString());
      case DISTRICTS, SCHOOLS, TERMS, COURSES -> text(record.path("name"));
    };
  }

  private static String line(RecordType type, Record row) {
    return switch (type) {
      case USERS -> {
        var roles = new TreeSet<String>();
        for (var role : List.of("student", "teacher", "staff", "district_admin", "contact")) {
          if (row.get(role, Boolean.class)) {
            roles.add(role);
          }
        }
        yield String.join(
            "|",
            text(row, "first_name"),
            text(row, "last_name"),
            text(row, "email"),
            String.join(" ", roles),
            text(row, "student_grade"),
            hex(row.get("student_school")),
            ids(row.get("student_schools")).toString(),
            ids(row.get("staff_schools")).toString(),
            text(row, "contact_phone"));
      }
      case SECTIONS ->
          String.join(
              "|",
              text(row, "name"),
              hex(row.get("school")),
              hex(row.get("course")),
              hex(row.get("term")),
              hex(row.get("primary_teacher")),
              ids(row.get("teachers")).toString(),
              ids(row.get("students")).toString());
      case DISTRICTS, SCHOOLS, TERMS, COURSES -> text(row, "name");
    };
  }

  private static String text(JsonNode node) {
    return node.isMissingNode() || node.isNull() ? "" : node.asString();
  }

  private static String text(Record row, String column) {
    var text = row.get(column, String.class);
    return text == null ? "" : text;
  }

  private static List<String> ids(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false)
        .map(JsonNode::asString)
        .sorted()
        .distinct()
        .toList();
  }

  private static List<String> ids(@Nullable Object column) {
    return column == null
        ? List.of()
        : Arrays.stream((Object[]) column).map(RosterModel::hex).toList();
  }

  private static String hex(@Nullable Object column) {
    return column == null ? "" : CleverId.of((byte[]) column).toString();
  }
}
